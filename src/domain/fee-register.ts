import { DomainError } from './errors.js';
import { addDays, type Day } from './time.js';

export const FEE_STATES = ['proposed', 'approved', 'refused', 'withdrawn'] as const;
export type FeeState = (typeof FEE_STATES)[number];

/** 行政事业性收费, 政府性基金, 经营服务性收费 (priced by government), 保证金. */
export const FEE_KINDS = ['administrative', 'fund', 'operating', 'deposit'] as const;
export type FeeKind = (typeof FEE_KINDS)[number];

export const FEE_ACTIONS = ['approve', 'refuse', 'withdraw', 'end'] as const;
export type FeeAction = (typeof FEE_ACTIONS)[number];

/** An entry of the register as far as the rules of its approval look at it. */
export interface FeeEntryState {
  state: FeeState;
  departmentCode: string;
  validFrom: Day;
  validTo: Day | null;
  proposedBy: string;
}

const invalid = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });

/** Whether the days of a proposal may stand: none lies behind, the last not before the first. Throws `input.invalid` (422). */
export function mayAsk(from: Day, to: Day | null, today: Day): void {
  if (from < today) throw invalid('validFrom', 'in-the-past');
  if (to !== null && to < from) throw invalid('validTo', 'before-start');
}

/** What a decision changes in the entry, and in the one it takes the place of. */
export interface FeeDecision {
  state: FeeState;
  validTo?: Day;
  /** Last day of the entry it replaces. */
  replacedTo?: Day;
}

/**
 * Decides on an entry. A proposal of a department is approved or refused by another person, a refusal says why, and nothing is approved
 * for days that have passed; who proposed may withdraw. An approved entry is ended by a last day that is not behind.
 * Throws `fee.not-proposed`, `fee.not-approved`, `fee.same-person` (409), `fee.not-yours` (403), `input.invalid` (422).
 * Source: domain text, section 2 (new fees on enterprises need approval).
 */
export function decideFee(
  entry: FeeEntryState,
  action: FeeAction,
  by: { username: string; today: Day; reason?: string | undefined; validTo?: Day | undefined },
): FeeDecision {
  if (action === 'end') {
    if (entry.state !== 'approved') throw new DomainError('fee.not-approved', 409, { state: entry.state });
    if (by.validTo === undefined) throw invalid('validTo', 'required');
    if (by.validTo < by.today) throw invalid('validTo', 'in-the-past');
    if (by.validTo < entry.validFrom) throw invalid('validTo', 'before-start');
    return { state: 'approved', validTo: by.validTo };
  }
  if (entry.state !== 'proposed') throw new DomainError('fee.not-proposed', 409, { state: entry.state });
  const own = entry.proposedBy === by.username;
  if (action === 'withdraw') {
    if (!own) throw new DomainError('fee.not-yours', 403);
    return { state: 'withdrawn' };
  }
  if (own) throw new DomainError('fee.same-person', 409);
  if (action === 'refuse') {
    if (!by.reason) throw invalid('reason', 'required');
    return { state: 'refused' };
  }
  if (entry.validFrom < by.today) throw invalid('validFrom', 'in-the-past');
  return { state: 'approved', replacedTo: addDays(entry.validFrom, -1) };
}
