import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Extracts } from '../cases/extracts.js';
import { type Actor, OPEN } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { admitAsking, admitDecision, firstState } from '../domain/export-life.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { checked, versionIn } from '../platform/http/checked.js';
import { invalid } from '../platform/http/problem.js';
import { ExportDecision, ExportRefusal, type ExportRequest } from './export.dto.js';
import { type ExportParams, ExportStore } from './export.store.js';
import { RunningNumbers } from '../events/running-numbers.js';
import { PUBLICITY } from './settings.js';

/** Requests of one person that nobody has decided on. */
const MOST_WAITING = 20;
/** What a list is not filtered by: its pages and its order. */
const NOT_FILTERS = ['page', 'pageSize', 'sort'];

/** Asks for files and decides on them. What is made of it, `ExportRunner` does. Source: domain text 6.6. */
@Injectable()
export class Exports {
  constructor(
    private readonly db: Db,
    private readonly store: ExportStore,
    private readonly numbers: RunningNumbers,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly extracts: Extracts,
  ) {}

  /** Throws `export.role-may-not` (403), `export.too-many` (409), `input.invalid` (422), and as `archived`. Gives the id. */
  async ask({ kind, format, reason, ...asked }: ExportRequest, by: Actor): Promise<string> {
    const rule = PUBLICITY.exports.kinds[kind];
    admitAsking(rule, by);
    if (!rule.formats.includes(format)) throw invalid([{ field: 'format', code: 'not-in-list' }]);
    const params = kind === 'archive' ? await this.archived(asked.caseNumber, by) : this.paramsOf(kind, asked);
    const id = randomUUID();
    const at = this.clock.now();
    await this.db.write(async (tx) => {
      await this.refuseMany(tx, by);
      const year = dayOf(at).slice(0, 4);
      const number = `D${year}-${String(await this.numbers.next(tx, `exports:${year}`)).padStart(6, '0')}`;
      const state = firstState(rule);
      const row = {
        id,
        number,
        kind,
        format,
        params: this.store.seal(JSON.stringify(params), 'params', id),
        reason: this.store.seal(reason, 'reason', id),
        username: by.username,
        state,
        version: 1,
        requestedAt: at,
        decidedAt: state === 'approved' ? at : null,
        progress: 0,
        attempts: 0,
        downloads: 0,
      };
      await insertRows(tx, 'exports', [row]);
      await this.events.append(tx, [{ type: 'export.requested', facts: { number, kind, format, reason }, by, at, audience: 'audit' }]);
    });
    return id;
  }

  private paramsOf(kind: ExportRequest['kind'], { filter, month }: Pick<ExportRequest, 'filter' | 'month'>): ExportParams {
    if (kind === 'cases') {
      const given = Object.entries(filter ?? {}).filter(([name, value]) => value !== undefined && !NOT_FILTERS.includes(name));
      return { filter: Object.fromEntries(given) };
    }
    if (month === undefined) throw invalid([{ field: 'month', code: 'required' }]);
    if (month > dayOf(this.clock.now()).slice(0, 7)) throw invalid([{ field: 'month', code: 'too-large' }]);
    return { month };
  }

  /** An ended case its asker sees. Throws `not-found` (404), `export.case-open` (409). */
  private async archived(caseNumber: string | undefined, by: Actor): Promise<ExportParams> {
    if (caseNumber === undefined) throw invalid([{ field: 'caseNumber', code: 'required' }]);
    const [line] = await this.extracts.lines([caseNumber], by);
    if (!line) throw notFound();
    if (OPEN.some((status) => status === line.status)) throw new DomainError('export.case-open', 409, { status: line.status });
    return { caseNumber };
  }

  private async refuseMany(tx: Tx, by: Actor): Promise<void> {
    const [row] = await tx.query<{ n: number }[]>("SELECT COUNT(*) AS n FROM exports WHERE username = ? AND state = 'requested'", [
      by.username,
    ]);
    if (Number(row?.n ?? 0) >= MOST_WAITING) throw new DomainError('export.too-many', 409, { most: MOST_WAITING });
  }

  /** Approves or refuses. Throws `not-found` (404), what `admitDecision` throws, `input.invalid` (422). */
  async decide(id: string, action: string, raw: unknown, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, id, by);
      admitDecision(current, action, versionIn(raw), PUBLICITY.exports.kinds[current.kind], by);
      const at = this.clock.now();
      const decided = { version: current.version + 1, decidedAt: at, decidedBy: by.username };
      const { number, kind, username: asker } = current;
      if (action === 'approve') {
        await checked(ExportDecision, raw);
        await updateRow(tx, 'exports', { id }, { ...decided, state: 'approved' });
        await this.events.append(tx, [{ type: 'export.approved', facts: { number, kind, asker }, by, at, audience: 'audit' }]);
      } else {
        const { reason } = await checked(ExportRefusal, raw);
        await updateRow(tx, 'exports', { id }, { ...decided, state: 'refused', decision: this.store.seal(reason, 'decision', id) });
        await this.events.append(tx, [{ type: 'export.refused', facts: { number, kind, asker, reason }, by, at, audience: 'audit' }]);
      }
    });
  }

  /** Throws `not-found` (404) for everybody but the asker. */
  async own(id: string, by: Actor): ReturnType<ExportStore['read']> {
    const found = await this.store.read(id, by);
    if (found.username !== by.username) throw notFound();
    return found;
  }
}
