import { Injectable } from '@nestjs/common';
import { withYear } from '../domain/calendar-history.js';
import { admitProposalAction, openProposalActions } from '../domain/calendar-proposal.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { dayChanges, type NoticeDay, readNotice } from '../domain/holiday-notice.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { newToken } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { LimitOutlook, type Outlook } from './limit-outlook.js';
import type { NoticeBody, NoticeReadingView, OutlookView, ProposalAction, ProposalListQuery } from './proposal.dto.js';
import type { ProposalDetailView, ProposalPage, ProposalView } from './proposal.dto.js';
import { WorkingDays } from './working-days.js';

interface Row {
  id: string;
  year: number;
  state: string;
  days: string;
  basis: string;
  source: string;
  proposedBy: string;
  proposedAt: number;
  decidedBy: string | null;
  decidedAt: number | null;
  reason: string | null;
}
const PAST = { release: 'released', decline: 'declined', withdraw: 'withdrawn' } as const;

/** Years read from the State Council's notice: looked at, proposed by the administrator, released by a supervisor. */
@Injectable()
export class CalendarProposals {
  constructor(
    private readonly db: Db,
    private readonly workingDays: WorkingDays,
    private readonly outlook: LimitOutlook,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** What a text says and would change; writes nothing. */
  async read({ year, text }: NoticeBody): Promise<NoticeReadingView> {
    const { days, faults } = readNotice(text, year);
    return { ...(await this.reading(year, days, faults.length === 0)), faults };
  }

  private async reading(year: number, days: NoticeDay[], counts: boolean): Promise<NoticeReadingView> {
    const changes = dayChanges(await this.daysOf(year), days);
    const calendar = withYear(this.workingDays.calendar, year, { published: true, days: days.map(({ day, kind }) => [day, kind]) });
    return { year, days, faults: [], changes, ...(counts ? { limits: viewOf(await this.outlook.under(calendar)) } : {}) };
  }

  private daysOf(year: number, tx?: Tx): Promise<NoticeDay[]> {
    const sql = 'SELECT day, kind, name FROM calendar_days WHERE day BETWEEN ? AND ? ORDER BY day';
    const span = [`${year}-01-01`, `${year}-12-31`];
    return tx ? tx.query<NoticeDay[]>(sql, span) : this.db.readPrimary<NoticeDay>(sql, span);
  }

  /** Puts a reading before a supervisor. Throws `input.invalid` (422) for a text with faults, `calendar.proposal-waits` (409) for a second one of a year. */
  async propose({ year, text }: NoticeBody, by: Actor): Promise<ProposalDetailView> {
    const { days, faults } = readNotice(text, year);
    if (faults.length > 0) throw invalid(faults.map(({ line, code }) => ({ field: `text.${line}`, code })));
    const id = newToken().slice(0, 24);
    const at = this.clock.now();
    await this.db.write(async (tx) => {
      await this.standInLine(tx);
      const waiting = await tx.query<object[]>("SELECT id FROM calendar_proposals WHERE state = 'proposed' AND year = ?", [year]);
      if (waiting.length > 0) throw new DomainError('calendar.proposal-waits', 409, { year });
      const basis = keyOf(await this.daysOf(year, tx));
      const row = { id, year, state: 'proposed', days, basis, source: text, proposedBy: by.username, proposedAt: at };
      await insertRows(tx, 'calendar_proposals', [row]);
      const facts = { year, days: days.length };
      await this.events.append(tx, [{ type: 'calendar.proposed', facts, by, at, audience: 'audit' }]);
    });
    return this.item(id, by);
  }

  /**
   * Throws `not-found` (404), `calendar.proposal-own` (403), `calendar.proposal-closed`, `calendar.proposal-stale` (409) when the year has
   * changed since it was proposed: what was looked at is no longer what would happen.
   */
  async act(id: string, action: ProposalAction, reason: string | undefined, by: Actor): Promise<ProposalDetailView> {
    await this.db.write(async (tx) => {
      await this.standInLine(tx);
      const [row] = await tx.query<Row[]>(`SELECT * FROM calendar_proposals WHERE id = ?${this.db.forUpdate}`, [id]);
      if (!row) throw notFound();
      admitProposalAction(row, action, by);
      const year = Number(row.year);
      if (action === 'decline' && !reason) throw invalid([{ field: 'reason', code: 'required' }]);
      if (action === 'release' && row.basis !== keyOf(await this.daysOf(year, tx)))
        throw new DomainError('calendar.proposal-stale', 409, { year });
      const at = this.clock.now();
      const days = JSON.parse(row.days) as NoticeDay[];
      const told = { by, at, audience: 'audit' as const };
      await updateRow(tx, 'calendar_proposals', { id }, { state: PAST[action], decidedBy: by.username, decidedAt: at, reason });
      const changed = action === 'release' ? [await this.workingDays.write(tx, year, { published: true, days }, 'notice')] : [];
      await this.events.append(tx, [
        { type: `calendar.${PAST[action]}` as const, facts: { year, proposedBy: row.proposedBy }, ...told },
        ...changed.map((facts) => ({ type: 'calendar.changed' as const, facts, ...told })),
      ]);
    });
    await this.workingDays.load();
    return this.item(id, by);
  }

  /** As `WorkingDays.replace`: whoever writes a year stands in line at the head of the log. */
  private standInLine(tx: Tx): Promise<unknown> {
    return tx.query(`SELECT number FROM event_head WHERE id = 'head'${this.db.forUpdate}`);
  }

  async list({ state, page, pageSize }: ProposalListQuery, by: Actor): Promise<ProposalPage> {
    const [where, params] = state ? ['WHERE state = ?', [state]] : ['', []];
    const [count] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM calendar_proposals ${where}`, params);
    const rows = await this.db.readPrimary<Row>(
      `SELECT * FROM calendar_proposals ${where} ORDER BY proposedAt DESC, id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => rowView(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404). */
  async item(id: string, by: Actor): Promise<ProposalDetailView> {
    const [row] = await this.db.readPrimary<Row>('SELECT * FROM calendar_proposals WHERE id = ?', [id]);
    if (!row) throw notFound();
    const reading = await this.reading(Number(row.year), JSON.parse(row.days) as NoticeDay[], row.state === 'proposed');
    return { ...rowView(row, by), source: row.source, reading };
  }
}

const keyOf = (days: readonly NoticeDay[]): string => JSON.stringify(days.map(({ day, kind }) => [day, kind]));
const viewOf = ({ lights, ...numbers }: Outlook): OutlookView => ({
  ...numbers,
  lights: Object.entries(lights).map(([light, counts]) => ({ light, ...counts })),
});
const rowView = (row: Row, by: Actor): ProposalView => ({
  ...{ id: row.id, year: Number(row.year), state: row.state, days: (JSON.parse(row.days) as NoticeDay[]).length },
  ...{ proposedBy: row.proposedBy, proposedAt: isoOf(Number(row.proposedAt)) },
  ...(row.decidedBy ? { decidedBy: row.decidedBy, decidedAt: isoOf(Number(row.decidedAt)) } : {}),
  ...(row.reason ? { reason: row.reason } : {}),
  actions: [...openProposalActions(row, by)],
});
