import { Injectable } from '@nestjs/common';
import { CaseQueries } from '../cases/case.queries.js';
import { CaseStore } from '../cases/case.store.js';
import type { CaseView } from '../cases/case.views.js';
import type { Actor } from '../domain/case-state.js';
import { dayOf, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import type { PublishedFee } from '../knowledge/fee.dto.js';
import { Fees } from '../knowledge/fees.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { say } from '../platform/packet.js';
import type { CaseFeeCheckView, FeeFindingInput, FeeFindingView } from './fee-check.dto.js';

interface FindingRow {
  verdict: FeeFindingView['verdict'];
  feeCode: string | null;
  amountFen: number | null;
  at: number;
  name: string | null;
}

/** A fee complaint held against the register: proposed by the rule, found by people, kept beside the case. Source: domain text, section 2. */
@Injectable()
export class FeeChecks {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: CaseStore,
    private readonly queries: CaseQueries,
    private readonly fees: Fees,
    private readonly events: EventLog,
  ) {}

  /** What the register says of a case as far as this reader may read it, and the finding; throws `not-found` (404) alike for absent and hidden. */
  async of(caseNumber: string, by: Actor): Promise<CaseFeeCheckView> {
    const view = await this.queries.view(caseNumber, by);
    const [row] = await this.db.readPrimary<FindingRow>(
      'SELECT f.verdict, f.feeCode, f.amountFen, f.at, a.name FROM fee_checks f LEFT JOIN accounts a ON a.username = f.username WHERE f.caseNumber = ?',
      [caseNumber],
    );
    const check = await this.fees.check(askedOf(view, by));
    return { ...check, ...(row ? { finding: await this.findingOf(row, by) } : {}) };
  }

  /**
   * Records what was found, in place of an earlier finding; it moves neither limit nor status. Throws `not-found` (404), and
   * `input.invalid` (422) for an entry that is not in the register or a verdict that lacks one.
   */
  async record(caseNumber: string, { verdict, feeCode }: FeeFindingInput, by: Actor): Promise<CaseFeeCheckView> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, caseNumber, scopeOf(by));
      if (!feeCode && verdict !== 'unlisted') throw invalid([{ field: 'feeCode', code: 'required' }]);
      if (feeCode) {
        const [fee] = await tx.query<object[]>("SELECT code FROM approved_fees WHERE code = ? AND state = 'approved'", [feeCode]);
        if (!fee) throw invalid([{ field: 'feeCode', code: 'unknown-fee' }]);
      }
      const [asked] = await tx.query<{ amountFen: number | null }[]>('SELECT amountFen FROM cases WHERE caseNumber = ?', [caseNumber]);
      const at = this.clock.now();
      await say(tx, 'DELETE FROM fee_checks WHERE caseNumber = ?', [caseNumber]);
      const found = { caseNumber, verdict, feeCode: feeCode ?? null, amountFen: asked?.amountFen ?? null, at, username: by.username };
      await insertRows(tx, 'fee_checks', [found]);
      const facts = { verdict, ...(feeCode ? { feeCode } : {}) };
      await this.events.append(tx, [{ type: 'case.fee-checked', facts, by, at, caseNumber, version: current.version }]);
    });
    return this.of(caseNumber, by);
  }

  private async findingOf({ verdict, feeCode, amountFen, at, name }: FindingRow, by: Actor): Promise<FeeFindingView> {
    const fee: PublishedFee | undefined = feeCode ? await this.fees.item(feeCode, by) : undefined;
    return {
      verdict,
      ...(fee ? { fee } : {}),
      ...(amountFen === null ? {} : { amount: Number(amountFen) / 100 }),
      at: isoOf(Number(at)),
      ...(name ? { by: name } : {}),
    };
  }
}

/** The fee as this reader knows it: the complainant's words for the hotline, the transfer summary for departments. */
function askedOf({ title, description, summary, accusedDepartmentCode, amountInvolved, occurredAt, receivedAt }: CaseView, by: Actor) {
  return {
    text: [title, description, summary].filter(Boolean).join('\n'),
    departmentCode: accusedDepartmentCode ?? by.departmentCode,
    amountFen: amountInvolved === undefined ? null : Math.round(amountInvolved * 100),
    on: dayOf(Date.parse(occurredAt ?? receivedAt)),
  };
}
