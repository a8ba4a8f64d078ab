import { Injectable } from '@nestjs/common';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, updateRow } from '../platform/db.js';
import { mayRead, NoticeQueries, type NoticeRow } from './notice.queries.js';
import type { NoticeView } from './notice.dto.js';
import { openNoticeActions } from './notice-life.js';

/** What people do about messages that did not go out: try again, or give up. Both stand in the audit. */
@Injectable()
export class NoticeDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly queries: NoticeQueries,
  ) {}

  /** Throws `not-found` (404), or `notice.action-not-open` (409) when the state does not allow it. */
  async act(id: string, action: string, by: Actor): Promise<NoticeView> {
    await this.db.write(async (tx) => {
      const may = mayRead(by);
      const sql = `SELECT n.id, n.state, n.template, n.caseNumber, n.recipient FROM notices n WHERE n.id = ? AND ${may.sql}${this.db.forUpdate}`;
      const [row] = await tx.query<NoticeRow[]>(sql, [id, ...may.params]);
      if (!row) throw notFound();
      const open = row.recipient ? openNoticeActions(row.state) : [];
      if (!open.some((one) => one === action)) throw new DomainError('notice.action-not-open', 409, { action, state: row.state });
      const now = this.clock.now();
      const patch = action === 'retry' ? { state: 'waiting', error: null, nextAt: now } : { state: 'cancelled', nextAt: null };
      await updateRow(tx, 'notices', { id }, patch);
      const type: AuditType = action === 'retry' ? 'notice.retried' : 'notice.cancelled';
      const about = { by, at: now, audience: 'audit' as const, ...(row.caseNumber ? { caseNumber: row.caseNumber } : {}) };
      await this.events.append(tx, [{ type, facts: { notice: id, template: row.template }, ...about }]);
    });
    return this.queries.item(id, by);
  }
}
