import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { type Actor, type CaseState, isActive } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { legalRange, type Offence, readOffences } from '../domain/offences.js';
import { dayOf, isoOf } from '../domain/time.js';
import { readsOriginal, scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Db, insertRows } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { configJson } from '../platform/settings.js';
import { CaseStore } from './case.store.js';
import type { PenaltyInput, PenaltyView } from './penalties.dto.js';
import { Policies } from './policies.js';

/** A penalty as it is kept. */
export interface PenaltyRow {
  id: string;
  caseNumber: string;
  departmentCode: string;
  offenceCode: string;
  offenceVersion: number;
  tier: string;
  amountFen: number;
  decidedOn: string;
  document: string | null;
  withdraws: string | null;
  reason: string | null;
  at: number;
  username: string;
}
type Named = PenaltyRow & { byName: string | null };

/** Penalties that departments imposed in the matter of a case: recorded beside it, so that like offences can be compared. */
@Injectable()
export class Penalties {
  /** The standards of discretion in force. */
  readonly settings = readOffences(configJson('offences.json'));

  constructor(
    private readonly db: Db,
    private readonly store: CaseStore,
    private readonly reference: Reference,
    private readonly policies: Policies,
    private readonly events: EventLog,
  ) {}

  offence(code: string): Offence | undefined {
    return this.settings.offences.find((one) => one.code === code);
  }

  /** Those recorded on a case, a department's own alone for a department; throws `not-found` (404) alike for absent and hidden. */
  async of(caseNumber: string, by: Actor): Promise<PenaltyView[]> {
    await this.store.read(caseNumber, scopeOf(by));
    const rows = await this.db.readPrimary<Named>(
      `SELECT p.*, a.name AS byName FROM penalties p LEFT JOIN accounts a ON a.username = p.username
       WHERE p.caseNumber = ? ORDER BY p.at, p.id`,
      [caseNumber],
    );
    const own = rows.filter(({ departmentCode }) => readsOriginal(by) || departmentCode === by.departmentCode);
    return own
      .filter(({ withdraws }) => withdraws === null)
      .map((row) =>
        this.view(
          row,
          own.find(({ withdraws }) => withdraws === row.id),
        ),
      );
  }

  /**
   * Records a penalty. A department records its own, a reviewer that of a department on the case. Throws `not-found` (404) and
   * `input.invalid` (422) for an unknown offence or tier, a department that is not on the case, or a decision of tomorrow.
   */
  async record(caseNumber: string, input: PenaltyInput, by: Actor): Promise<PenaltyView[]> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, caseNumber, scopeOf(by));
      const at = this.policies.now();
      const departmentCode = by.departmentCode ?? input.departmentCode ?? '';
      this.check(input, departmentCode, current, dayOf(at));
      const { offenceCode, tier, decidedOn, document } = input;
      const row: PenaltyRow = {
        ...{ id: randomUUID(), caseNumber, departmentCode, offenceCode, offenceVersion: this.settings.version, tier, decidedOn },
        ...{ amountFen: Math.round(input.amount * 100), document: document ?? null, withdraws: null, reason: null },
        ...{ at, username: by.username },
      };
      await insertRows(tx, 'penalties', [row]);
      await this.events.append(tx, [{ ...recorded(row), by, at, caseNumber, version: current.version }]);
    });
    return this.of(caseNumber, by);
  }

  /** Takes a penalty back by an entry of its own; the first stays. Throws `not-found` (404) and `penalty.withdrawn` (409). */
  async withdraw(caseNumber: string, id: string, reason: string, by: Actor): Promise<PenaltyView[]> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, caseNumber, scopeOf(by));
      const rows = await tx.query<PenaltyRow[]>('SELECT * FROM penalties WHERE caseNumber = ? AND (id = ? OR withdraws = ?)', [
        caseNumber,
        id,
        id,
      ]);
      const row = rows.find((one) => one.id === id && one.withdraws === null);
      if (!row || (by.departmentCode !== undefined && row.departmentCode !== by.departmentCode)) throw notFound();
      if (rows.length > 1) throw new DomainError('penalty.withdrawn', 409, { id });
      const at = this.policies.now();
      await insertRows(tx, 'penalties', [{ ...row, id: randomUUID(), withdraws: id, reason, at, username: by.username }]);
      const facts = { penalty: id, departmentCode: row.departmentCode, reason };
      await this.events.append(tx, [{ type: 'case.penalty-withdrawn', facts, by, at, caseNumber, version: current.version }]);
    });
    return this.of(caseNumber, by);
  }

  private check({ offenceCode, tier, decidedOn }: PenaltyInput, departmentCode: string, current: CaseState, today: string): void {
    const offence = this.offence(offenceCode);
    const isOn = current.assignments.some((part) => part.departmentCode === departmentCode && isActive(part));
    const wrong = [
      ...(offence ? [] : [{ field: 'offenceCode', code: 'unknown-offence' }]),
      ...(offence && !offence.tiers.some(({ code }) => code === tier) ? [{ field: 'tier', code: 'unknown-tier' }] : []),
      ...(isOn ? [] : [{ field: 'departmentCode', code: 'no-such-assignment' }]),
      ...(decidedOn > today ? [{ field: 'decidedOn', code: 'in-future' }] : []),
    ];
    if (wrong.length > 0) throw invalid(wrong);
  }

  private view(row: Named, counter: PenaltyRow | undefined): PenaltyView {
    const { id, offenceCode, tier: code, decidedOn, document, departmentCode, byName } = row;
    const offence = this.offence(offenceCode);
    const tier = offence?.tiers.find((one) => one.code === code);
    const amount = Number(row.amountFen) / 100;
    const law = offence && legalRange(offence);
    return {
      ...{ id, offenceCode, offenceName: offence?.name ?? offenceCode, offenceNameEn: offence?.nameEn ?? offenceCode },
      ...{ tier: code, tierName: tier?.name ?? code, tierNameEn: tier?.nameEn ?? code, amount, decidedOn, departmentCode },
      departmentName: this.reference.department(departmentCode)?.name ?? departmentCode,
      outsideLaw: law !== undefined && (amount < law.from || amount > law.to),
      at: isoOf(Number(row.at)),
      ...(document ? { document } : {}),
      ...(byName ? { by: byName } : {}),
      ...(counter ? { withdrawn: counter.reason ?? '' } : {}),
    };
  }
}

/** What the log is told of a penalty. */
export const recorded = ({ id, departmentCode, offenceCode, tier, amountFen, decidedOn }: PenaltyRow) => ({
  type: 'case.penalty-recorded',
  facts: { penalty: id, departmentCode, offence: offenceCode, tier, amountFen, decidedOn },
});
