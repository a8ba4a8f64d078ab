import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type MonitoringFigure, owedMonths, reportProblems, silentMonths } from '../domain/monitoring.js';
import { dayOf, isoOf, type Day } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { configJson } from '../platform/settings.js';
import { Contacts } from './contacts.js';
import { nextNumber } from './numbers.js';
import type {
  InvitedWatcher,
  MonitoringPointDetail,
  MonitoringPointInput,
  MonitoringPointPage,
  MonitoringPointView,
  PointReportInput,
  PointReportView,
  WatcherListQuery,
  WayInView,
} from './watcher.dto.js';
import { type WayInRow, WaysIn } from './ways-in.js';

interface Row {
  number: string;
  kind: MonitoringPointView['kind'];
  name: string;
  departmentCode: string | null;
  contactName: string | null;
  contactPhone: string | null;
  since: string;
  endedOn: Day | null;
  codeHash?: string | null;
  setupHash?: string | null;
  setAt?: number | null;
}
interface ReportRow {
  number: string;
  month: string;
  figures: string;
  words: string | null;
  at: number;
}

/** What points report each month; a city edits it. */
export const MONITORING = configJson<{ figures: MonitoringFigure[] }>('monitoring.json').figures;
const NAMED = 'SELECT p.*, w.codeHash, w.setupHash, w.setAt FROM monitoring_points p LEFT JOIN ways_in w ON w.number = p.number';

/** Enterprises and windows that report each month; silence is shown. Source: domain text, section 2. */
@Injectable()
export class MonitoringPoints {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly contacts: Contacts,
    private readonly ways: WaysIn,
    private readonly events: EventLog,
  ) {}

  async list({ active, page, pageSize }: WatcherListQuery): Promise<MonitoringPointPage> {
    const where = active === undefined ? '1 = 1' : active ? 'p.endedOn IS NULL' : 'p.endedOn IS NOT NULL';
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM monitoring_points p WHERE ${where}`);
    const rows = await this.db.read<Row>(`${NAMED} WHERE ${where} ORDER BY p.number LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`);
    const months = await this.monthsOf(rows.map(({ number }) => number));
    return { items: rows.map((row) => this.view(row, months.get(row.number) ?? [])), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** One point with all its reports; throws `not-found` (404). */
  async item(number: string): Promise<MonitoringPointDetail> {
    const row = await this.row(number);
    const reports = await this.reportsOf(number);
    const months = reports.map(({ month }) => month);
    return { ...this.view(row, months), asked: MONITORING, reports };
  }

  async add(given: MonitoringPointInput, by: Actor): Promise<MonitoringPointView> {
    const { kind, name, departmentCode, contactName, contactPhone, since } = given;
    if (departmentCode && !this.reference.department(departmentCode))
      throw invalid([{ field: 'departmentCode', code: 'unknown-department' }]);
    const number = await this.db.write(async (tx) => {
      const own = await nextNumber(tx, this.db, 'JC');
      const at = this.clock.now();
      const row = {
        number: own,
        kind,
        name,
        departmentCode: departmentCode ?? null,
        contactName: this.contacts.close(contactName, 'monitoring_points.contactName', own),
        contactPhone: this.contacts.close(contactPhone, 'monitoring_points.contactPhone', own),
        since,
        createdAt: at,
      };
      await insertRows(tx, 'monitoring_points', [row]);
      await this.events.append(tx, [{ type: 'monitoring-point.added', facts: { number: own }, by, at, audience: 'office' }]);
      return own;
    });
    return this.item(number);
  }

  invite(number: string, by: Actor): Promise<InvitedWatcher> {
    return this.db.write(async (tx) => {
      await this.lockOpen(tx, number);
      const invited = await this.ways.invite(tx, number, 'monitoring-point');
      const at = this.clock.now();
      await this.events.append(tx, [{ type: 'monitoring-point.invited', facts: { number }, by, at, audience: 'office' }]);
      return invited;
    });
  }

  async end(number: string, by: Actor): Promise<MonitoringPointView> {
    await this.db.write(async (tx) => {
      await this.lockOpen(tx, number);
      const at = this.clock.now();
      await updateRow(tx, 'monitoring_points', { number }, { endedOn: dayOf(at) });
      await this.ways.shut(tx, number);
      await this.events.append(tx, [{ type: 'monitoring-point.ended', facts: { number }, by, at, audience: 'office' }]);
    });
    return this.item(number);
  }

  /** Takes a report of a month that is over, once. Throws `monitoring.month-reported` (409), `input.invalid` (422). */
  async report({ number }: WayInRow, { month, figures, words }: PointReportInput, by: Actor): Promise<WayInView> {
    const row = await this.row(number);
    if (!owedMonths(row.since, row.endedOn, this.today).includes(month)) throw invalid([{ field: 'month', code: 'not-owed' }]);
    const broken = reportProblems(MONITORING, figures);
    if (broken.length > 0) throw invalid(broken);
    await this.db
      .write(async (tx) => {
        const at = this.clock.now();
        const closed = this.contacts.close(words, 'point_reports.words', `${number}:${month}`);
        await insertRows(tx, 'point_reports', [{ number, month, figures: JSON.stringify(figures), words: closed, at }]);
        await this.events.append(tx, [{ type: 'monitoring-point.reported', facts: { number, month }, by, at, audience: 'office' }]);
      })
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('monitoring.month-reported', 409) : error;
      });
    return this.behind(number);
  }

  /** What a point finds behind its way in. */
  async behind(number: string): Promise<WayInView> {
    const row = await this.row(number);
    const reports = await this.reportsOf(number);
    const reported = reports.map(({ month }) => month);
    const owed = silentMonths(owedMonths(row.since, row.endedOn, this.today), reported);
    return { number, owner: 'monitoring-point', name: row.name, asked: MONITORING, owed, reports: reports.slice(0, 12) };
  }

  private get today(): Day {
    return dayOf(this.clock.now());
  }

  private async reportsOf(number: string): Promise<PointReportView[]> {
    const rows = await this.db.readPrimary<ReportRow>('SELECT * FROM point_reports WHERE number = ? ORDER BY month DESC', [number]);
    return rows.map(({ month, figures, words, at }) => {
      const plain = this.contacts.open(words, 'point_reports.words', `${number}:${month}`);
      return { month, figures: JSON.parse(figures) as Record<string, number>, ...(plain ? { words: plain } : {}), at: isoOf(Number(at)) };
    });
  }

  private async monthsOf(numbers: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    if (numbers.length === 0) return new Map();
    const rows = await this.db.read<{ number: string; month: string }>(
      `SELECT number, month FROM point_reports WHERE number IN (${numbers.map(() => '?').join(',')})`,
      numbers,
    );
    const found = new Map<string, string[]>();
    for (const { number, month } of rows) found.set(number, [...(found.get(number) ?? []), month]);
    return found;
  }

  private async row(number: string): Promise<Row> {
    const [row] = await this.db.readPrimary<Row>(`${NAMED} WHERE p.number = ?`, [number]);
    if (!row) throw notFound();
    return row;
  }

  private async lockOpen(tx: Tx, number: string): Promise<void> {
    const [row] = await tx.query<Row[]>(`SELECT * FROM monitoring_points WHERE number = ?${this.db.forUpdate}`, [number]);
    if (!row) throw notFound();
    if (row.endedOn !== null) throw new DomainError('monitoring.ended', 409);
  }

  private view(row: Row, reported: readonly string[]): MonitoringPointView {
    const { number, kind, name, departmentCode, since, endedOn, codeHash, setupHash, setAt } = row;
    const contactName = this.contacts.maskedName(row.contactName, 'monitoring_points.contactName', number);
    const contactPhone = this.contacts.maskedPhone(row.contactPhone, 'monitoring_points.contactPhone', number);
    return {
      number,
      kind,
      name,
      ...(departmentCode ? { departmentCode, departmentName: this.reference.department(departmentCode)?.name ?? departmentCode } : {}),
      ...(contactName ? { contactName } : {}),
      ...(contactPhone ? { contactPhone } : {}),
      since,
      ...(endedOn ? { endedOn } : {}),
      wayIn: this.ways.stateOf({ codeHash: codeHash ?? null, setupHash: setupHash ?? null, setAt: setAt ?? null }),
      reported: reported.length,
      silent: silentMonths(owedMonths(since, endedOn, this.today), reported),
    };
  }
}
