import { Injectable } from '@nestjs/common';
import { all, type Sql, visible } from '../cases/visible.js';
import type { Fact } from '../domain/call-facts.js';
import { doesTasks, hearsCallsOfCases, maySeeCall, seesAllCalls } from '../domain/call-visibility.js';
import type { Actor } from '../domain/case-state.js';
import { scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';

/** The calls in a reader's list, on the alias `k`: all, his own, or those of a case he judges. */
export function listedCalls(by: Actor, caseNumber: string | undefined): Sql {
  const own: Sql = { sql: 'k.agent = ?', params: [by.username] };
  if (caseNumber === undefined) return seesAllCalls(by) ? all() : own;
  const may = visible(scopeOf(by));
  const ofCase: Sql = {
    sql: `k.callId IN (SELECT l.callId FROM call_cases l JOIN cases c ON c.caseNumber = l.caseNumber WHERE l.caseNumber = ? AND ${may.sql})`,
    params: [caseNumber, ...may.params],
  };
  return hearsCallsOfCases(by) || seesAllCalls(by) ? ofCase : all(own, ofCase);
}

/** Which calls exist for a reader, and which he may hear; what he may not see answers like what does not exist. Source: domain text 6.7. */
@Injectable()
export class CallAccess {
  constructor(private readonly db: Db) {}

  /** Whoever had the call or a task of it, and the desks that judge what was said about cases they see. */
  async maySee(callId: string, facts: readonly Fact[], by: Actor): Promise<boolean> {
    return maySeeCall(facts, by) || this.comesByWork(callId, await this.casesOf(callId, by), by);
  }

  /** The same, but nobody while one of its cases is hidden from him. */
  async mayHear(callId: string, facts: readonly Fact[], by: Actor): Promise<boolean> {
    const cases = await this.casesOf(callId, by);
    return cases.every((seen) => seen) && (maySeeCall(facts, by) || this.comesByWork(callId, cases, by));
  }

  /** Not his own call, but one he judges by its cases or has a task of. */
  private async comesByWork(callId: string, cases: readonly boolean[], by: Actor): Promise<boolean> {
    if (hearsCallsOfCases(by) && cases.length > 0 && cases.every((seen) => seen)) return true;
    if (!doesTasks(by)) return false;
    const sql = "SELECT id FROM tasks WHERE callId = ? AND (state = 'open' OR claimedBy = ?)";
    return (await this.db.readPrimary(sql, [callId, by.username])).length > 0;
  }

  /** Whether he sees each of the cases of a call. */
  private async casesOf(callId: string, by: Actor): Promise<boolean[]> {
    const may = visible(scopeOf(by));
    const rows = await this.db.readPrimary<{ seen: number }>(
      `SELECT (CASE WHEN ${may.sql} THEN 1 ELSE 0 END) AS seen FROM call_cases l JOIN cases c ON c.caseNumber = l.caseNumber WHERE l.callId = ?`,
      [...may.params, callId],
    );
    return rows.map(({ seen }) => Number(seen) === 1);
  }
}
