import { DomainError } from './errors.js';
import { decideFee, type FeeAction, type FeeEntryState, mayAsk } from './fee-register.js';

const TODAY = '2026-11-23';
const entry = (patch: Partial<FeeEntryState> = {}): FeeEntryState => ({
  state: 'proposed',
  departmentCode: 'market',
  validFrom: '2026-12-01',
  validTo: null,
  proposedBy: 'market.leader',
  ...patch,
});
const outcome = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const [field] = (error.facts.fields ?? []) as { field: string; code: string }[];
    return field ? `${field.field} ${field.code}` : error.code;
  }
};
const decided = (state: FeeEntryState, action: FeeAction, username = 'supervisor1', more = {}) =>
  outcome(() => decideFee(state, action, { username, today: TODAY, ...more }));

describe('a fee that is asked for', () => {
  it.each([
    ['2026-11-23', null, undefined],
    ['2026-11-22', null, 'validFrom in-the-past'],
    ['2026-12-01', '2026-11-30', 'validTo before-start'],
    ['2026-12-01', '2026-12-01', undefined],
  ])('from %s to %s', (from, to, expected) => {
    expect(outcome(() => mayAsk(from, to, TODAY))).toBe(expected);
  });

  it('is approved by another person, and what it replaces ends on the eve', () => {
    expect(decided(entry(), 'approve')).toEqual({ state: 'approved', replacedTo: '2026-11-30' });
  });

  it.each([
    ['is not approved by who proposed it', entry(), 'approve', 'market.leader', {}, 'fee.same-person'],
    [
      'is not approved for days that have passed',
      entry({ validFrom: '2026-11-20' }),
      'approve',
      'supervisor1',
      {},
      'validFrom in-the-past',
    ],
    ['is not refused without a reason', entry(), 'refuse', 'supervisor1', {}, 'reason required'],
    ['is not decided twice', entry({ state: 'approved' }), 'refuse', 'supervisor1', { reason: '无依据' }, 'fee.not-proposed'],
    ['is withdrawn by nobody else', entry(), 'withdraw', 'tax.leader', {}, 'fee.not-yours'],
    ['is not ended before it was approved', entry(), 'end', 'supervisor1', { validTo: TODAY }, 'fee.not-approved'],
    ['is not ended in the past', entry({ state: 'approved' }), 'end', 'supervisor1', { validTo: '2026-11-22' }, 'validTo in-the-past'],
    ['is not ended without a day', entry({ state: 'approved' }), 'end', 'supervisor1', {}, 'validTo required'],
  ] as const)('%s', (_, state, action, username, more, expected) => {
    expect(decided(state, action, username, more)).toBe(expected);
  });

  it('is refused with a reason, withdrawn by who proposed it, and ended by a day', () => {
    expect(decided(entry(), 'refuse', 'supervisor1', { reason: '无依据' })).toEqual({ state: 'refused' });
    expect(decided(entry(), 'withdraw', 'market.leader')).toEqual({ state: 'withdrawn' });
    expect(decided(entry({ state: 'approved', validFrom: '2020-01-01' }), 'end', 'supervisor1', { validTo: '2026-12-31' })).toEqual({
      state: 'approved',
      validTo: '2026-12-31',
    });
  });
});
