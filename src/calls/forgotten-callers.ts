import { Injectable } from '@nestjs/common';
import { FINISHED_LIST } from '../cases/forgotten-identities.js';
import { Reference } from '../departments/reference.js';
import { SYSTEM } from '../domain/case-state.js';
import { forgottenBefore, type Keeper, type Outlook } from '../domain/retention.js';
import type { Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx } from '../platform/db.js';

const AT_ONCE = 500;

/** No case of the call still needs what was said in it: reports and sealed cases always do. */
export const notNeeded = (callId: string): string =>
  `NOT EXISTS (SELECT 1 FROM call_cases l JOIN cases k ON k.caseNumber = l.caseNumber
     WHERE l.callId = ${callId} AND (k.kind = 'report' OR k.sealed = 1 OR k.status NOT IN (${FINISHED_LIST})))`;
const DUE = `c.startedAt < ? AND c.endedAt IS NOT NULL AND (c.number IS NOT NULL OR c.note IS NOT NULL) AND ${notNeeded('c.callId')}`;

/** Forgets who called when the term is over; that there was a call, when, for how long and who took it stays. Source: domain text 6.2. */
@Injectable()
export class ForgottenCallers implements Keeper {
  readonly keeps = 'callers';

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly events: EventLog,
  ) {}

  /** Goes on until no call older than the term has a number or note. Returns how many it forgot. */
  sweep(): Promise<number> {
    return this.db.writeUntilDone(AT_ONCE, (tx) => this.forgetSome(tx));
  }

  private async forgetSome(tx: Tx): Promise<number> {
    const at = this.clock.now();
    const rules = this.reference.rulesAt('retention', at);
    const rows = await tx.query<{ callId: string }[]>(`SELECT c.callId FROM calls c WHERE ${DUE} ORDER BY c.startedAt LIMIT ${AT_ONCE}`, [
      forgottenBefore(rules, 'callers', at),
    ]);
    if (rows.length === 0) return 0;
    const ids = rows.map(({ callId }) => callId);
    const marks = ids.map(() => '?').join(',');
    await tx.query(`UPDATE calls SET number = NULL, numberIndex = NULL, note = NULL WHERE callId IN (${marks})`, ids);
    const facts = { what: this.keeps, many: ids.length, days: rules.days.callers, version: rules.version };
    await this.events.append(tx, [{ type: 'retention.forgotten', facts, by: SYSTEM, at, audience: 'audit' }]);
    return ids.length;
  }

  async outlook(before: Instant): Promise<Outlook> {
    const [row] = await this.db.read<{ kept: number; due: number | null }>(
      `SELECT COUNT(*) AS kept, SUM(CASE WHEN ${DUE} THEN 1 ELSE 0 END) AS due FROM calls c WHERE c.number IS NOT NULL OR c.note IS NOT NULL`,
      [before],
    );
    return { kept: Number(row?.kept ?? 0), due: Number(row?.due ?? 0) };
  }
}
