import { Injectable } from '@nestjs/common';
import { type ComplainantRow, FORGOTTEN } from '../complainants/identities.js';
import { Reference } from '../departments/reference.js';
import { SYSTEM } from '../domain/case-state.js';
import { FINISHED, forgottenBefore, type Keeper, type Outlook } from '../domain/retention.js';
import type { Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, type Tx } from '../platform/db.js';
import { Log } from '../platform/log.js';
import { say } from '../platform/packet.js';
import { Seals } from './seals.js';

const AT_ONCE = 500;
/** The ends of `FINISHED` as a list of SQL. */
export const FINISHED_LIST = FINISHED.map((status) => `'${status}'`).join(',');

/** Cases whose complainant is forgotten: ended so long ago, no report, not sealed, and not part of one that goes on. */
const DUE = `c.status IN (${FINISHED_LIST}) AND c.closedAt < ? AND c.sealed = 0 AND c.kind <> 'report'
  AND NOT EXISTS (SELECT 1 FROM cases m WHERE m.caseNumber = c.masterCaseNumber AND m.status NOT IN (${FINISHED_LIST}))`;
const ORDINARY_CASE = { status: 'archived' };
const OF_CASES = 'FROM cases c JOIN complainants p ON p.caseNumber = c.caseNumber';

/**
 * Forgets who complained when the term is over: name, ways to reach them, numbers and indexes go for good, the case and its figures stay.
 * Reports and sealed cases are the commission's and are kept with its files. Source: domain text 6.2; Personal Information Protection Law, article 47.
 */
@Injectable()
export class ForgottenIdentities implements Keeper {
  readonly keeps = 'identities';

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly events: EventLog,
    private readonly seals: Seals,
    private readonly log: Log,
  ) {}

  /** Goes on until no complainant is kept beyond the term. Returns how many it forgot. */
  sweep(): Promise<number> {
    return this.db.writeUntilDone(AT_ONCE, (tx) => this.forgetSome(tx));
  }

  private async forgetSome(tx: Tx): Promise<number> {
    const at = this.clock.now();
    const rules = this.reference.rulesAt('retention', at);
    const rows = await tx.query<ComplainantRow[]>(
      `SELECT p.* ${OF_CASES} WHERE ${DUE} AND p.forgottenAt IS NULL ORDER BY c.closedAt LIMIT ${AT_ONCE}${this.db.forUpdate}`,
      [forgottenBefore(rules, 'identities', at)],
    );
    if (rows.length === 0) return 0;
    for (const row of rows) await this.forgetTail(tx, row);
    const numbers = rows.map(({ caseNumber }) => caseNumber);
    const emptied = Object.keys(FORGOTTEN).map((column) => `${column} = NULL`);
    const marks = numbers.map(() => '?').join(',');
    await tx.query(`UPDATE complainants SET ${emptied.join(', ')}, forgottenAt = ? WHERE caseNumber IN (${marks})`, [at, ...numbers]);
    const facts = { what: this.keeps, many: numbers.length, days: rules.days.identities, version: rules.version };
    await this.events.append(tx, [{ type: 'retention.forgotten', facts, by: SYSTEM, at, audience: 'audit' }]);
    return numbers.length;
  }

  /** The last four digits of the number lead to the case as the number does. A number that was tampered with stops nobody's forgetting. */
  private async forgetTail(tx: Tx, row: ComplainantRow): Promise<void> {
    const { caseNumber } = row;
    const { texts, identities } = this.seals.of(ORDINARY_CASE);
    try {
      for (const { term, scope } of texts.tailRows(identities.open(row, 'phone'), 'o', caseNumber))
        await say(tx, 'DELETE FROM case_terms WHERE caseNumber = ? AND scope = ? AND term = ?', [caseNumber, scope, term]);
    } catch (error) {
      this.log.error(`complainants.phone:${caseNumber} was changed or moved behind our back`, error);
    }
  }

  async outlook(before: Instant): Promise<Outlook> {
    const [row] = await this.db.read<{ kept: number; due: number | null }>(
      `SELECT COUNT(*) AS kept, SUM(CASE WHEN ${DUE} THEN 1 ELSE 0 END) AS due ${OF_CASES} WHERE p.forgottenAt IS NULL`,
      [before],
    );
    return { kept: Number(row?.kept ?? 0), due: Number(row?.due ?? 0) };
  }
}
