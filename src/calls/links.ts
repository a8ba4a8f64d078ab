import { Injectable } from '@nestjs/common';
import { CallLinks } from '../cases/call-links.js';
import { visible } from '../cases/visible.js';
import { Identities } from '../complainants/identities.js';
import { checkCallStep } from '../domain/call-steps.js';
import { maySeeCall } from '../domain/call-visibility.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { CallStore } from './call.store.js';

/** Ties calls and cases together: a case registered in a call, or one the caller rang about again. */
@Injectable()
export class Links extends CallLinks {
  constructor(
    private readonly db: Db,
    private readonly store: CallStore,
    private readonly identities: Identities,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {
    super();
  }

  async link(tx: Tx, callId: string, caseNumber: string, by: Actor): Promise<void> {
    const call = await this.store.lock(tx, { callId });
    if (!call || !maySeeCall(call.facts, by)) throw invalid([{ field: 'callId', code: 'unknown-call' }]);
    await insertRows(tx, 'call_cases', [{ callId, caseNumber }]);
  }

  async numberOf(tx: Tx, callId: string, by: Actor): Promise<string | undefined> {
    const call = await this.store.lock(tx, { callId });
    return call?.number && maySeeCall(call.facts, by) ? this.identities.openNumber(call.number, callId) : undefined;
  }

  /** The call is about a case that is there already. Throws `not-found` (404), `call.*` (409, 403), `input.invalid` (422) for an unknown case. */
  async join(callId: string, caseNumber: string | undefined, by: Actor): Promise<void> {
    const may = visible(scopeOf(by));
    await this.db.write(async (tx) => {
      const call = await this.store.lock(tx, { callId });
      if (!call || !maySeeCall(call.facts, by)) throw notFound();
      const at = this.clock.now();
      checkCallStep(call.record, 'add-case', by, at);
      const sql = `SELECT c.version FROM cases c WHERE c.caseNumber = ? AND ${may.sql}`;
      const [row] = await tx.query<{ version: number }[]>(sql, [caseNumber ?? '', ...may.params]);
      if (!row) throw invalid([{ field: 'caseNumber', code: caseNumber ? 'unknown-case' : 'required' }]);
      const [there] = await tx.query<object[]>('SELECT callId FROM call_cases WHERE callId = ? AND caseNumber = ?', [callId, caseNumber]);
      if (there) return;
      await insertRows(tx, 'call_cases', [{ callId, caseNumber }]);
      await this.events.append(tx, [
        { type: 'case.call-joined', facts: { callId }, by, at, caseNumber: caseNumber!, version: row.version },
      ]);
    });
  }
}
