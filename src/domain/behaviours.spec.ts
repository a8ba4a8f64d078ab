import { type BehaviourVersionState, decide, inForceOn, mayPropose } from './behaviours.js';
import { DomainError } from './errors.js';

const version = (n: number, patch: Partial<BehaviourVersionState> = {}): BehaviourVersionState => ({
  version: n,
  state: 'released',
  validFrom: '2024-01-01',
  validTo: null,
  proposedBy: 'supervisor1',
  ...patch,
});
const codeOf = (work: () => unknown): unknown => {
  try {
    work();
    return 'fine';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const [field] = (error.facts.fields ?? []) as { field: string; code: string }[];
    return field ? `${field.field} ${field.code}` : error.code;
  }
};
const ONE = [version(1)];
const TWO = [version(1, { validTo: '2025-12-31' }), version(2, { validFrom: '2026-01-01' })];
const WITH_DRAFT = [...ONE, version(2, { state: 'draft', validFrom: '2026-12-01' })];

describe('the version of a behaviour in force', () => {
  it.each([
    ['the only version on its first day', ONE, '2024-01-01', 1],
    ['nothing on the eve of the first version', ONE, '2023-12-31', undefined],
    ['the older version on its last day', TWO, '2025-12-31', 1],
    ['the newer version from its first day on', TWO, '2026-01-01', 2],
    ['a draft never', WITH_DRAFT, '2027-01-01', 1],
    ['nothing after an end that nothing follows', [version(1, { validTo: '2025-06-30' })], '2025-07-01', undefined],
  ])('is %s', (_, versions, day, expected) => {
    expect(inForceOn(versions, day)?.version).toBe(expected);
  });
});

describe('a further version', () => {
  it.each([
    ['from today on', ONE, '2026-11-23', null, 'fine'],
    ['from yesterday on', ONE, '2026-11-22', null, 'validFrom in-the-past'],
    ['that ends before it begins', ONE, '2026-12-01', '2026-11-30', 'validTo before-start'],
    ['while another waits for its release', WITH_DRAFT, '2026-12-24', null, 'behaviour.draft-open'],
    ['on the first day of the one before', [version(1, { validFrom: '2027-01-01' })], '2027-01-01', null, 'validFrom before-last-version'],
  ])('%s', (_, versions, from, to, expected) => {
    expect(codeOf(() => mayPropose(versions, from, to, '2026-11-23'))).toBe(expected);
  });
});

describe('a decision on a draft', () => {
  const by = (username: string, today = '2026-11-23') => ({ username, today });

  it('releases it and ends the version before on the eve', () => {
    expect(decide(WITH_DRAFT, 2, 'release', by('commissioner1'))).toEqual({
      state: 'released',
      ends: { version: 1, validTo: '2026-11-30' },
    });
  });

  it('leaves an end that came earlier as it is', () => {
    const versions = [version(1, { validTo: '2026-06-30' }), version(2, { state: 'draft', validFrom: '2026-12-01' })];
    expect(decide(versions, 2, 'release', by('commissioner1'))).toEqual({ state: 'released' });
  });

  it('refuses it and changes no other version', () => {
    expect(decide(WITH_DRAFT, 2, 'refuse', by('commissioner1'))).toEqual({ state: 'refused' });
  });

  it.each([
    ['is not released by who wrote it', 2, 'release', by('supervisor1'), 'behaviour.same-person'],
    ['is not refused by who wrote it', 2, 'refuse', by('supervisor1'), 'behaviour.same-person'],
    ['is not withdrawn by another', 2, 'withdraw', by('commissioner1'), 'behaviour.not-yours'],
    ['is not released twice', 1, 'release', by('commissioner1'), 'behaviour.not-draft'],
    ['is not released after its first day', 2, 'release', by('commissioner1', '2026-12-02'), 'validFrom in-the-past'],
    ['is not released when there is none of that number', 9, 'release', by('commissioner1'), 'behaviour.not-draft'],
  ] as const)('%s', (_, number, action, who, expected) => {
    expect(codeOf(() => decide(WITH_DRAFT, number, action, who))).toBe(expected);
  });
});
