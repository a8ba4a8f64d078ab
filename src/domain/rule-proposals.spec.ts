import type { Actor } from './case-state.js';
import { decideProposal, openProposalActions, takesEffect } from './rule-proposals.js';
import { instantOf } from './time.js';
import type { Role } from './vocabulary.js';

const actor = (username: string, ...roles: Role[]): Actor => ({ username, name: username, roles });
const [admin, other] = [actor('admin1', 'administrator'), actor('admin2', 'administrator')];
const [supervisor, commissioner] = [actor('supervisor1', 'supervisor'), actor('commissioner1', 'commissioner')];
const waiting = (proposedBy: string) => ({ state: 'waiting' as const, proposedBy });

describe('a proposal of rules', () => {
  it.each([
    ['is released by the supervisor', 'admin1', 'release', supervisor, 'released'],
    ['is released by the commissioner', 'supervisor1', 'release', commissioner, 'released'],
    ['is refused by another', 'supervisor1', 'refuse', commissioner, 'refused'],
    ['is withdrawn by who made it', 'admin1', 'withdraw', admin, 'withdrawn'],
  ] as const)('%s', (_, proposedBy, action, by, state) => expect(decideProposal(waiting(proposedBy), action, by)).toBe(state));

  it.each([
    ['is not released by an administrator, who decides on no business', 'admin1', 'release', other, 'rule.role-may-not'],
    ['is not released by who made it', 'supervisor1', 'release', supervisor, 'rule.same-person'],
    ['is not refused by who made it', 'supervisor1', 'refuse', supervisor, 'rule.same-person'],
    ['is not withdrawn by another', 'admin1', 'withdraw', other, 'rule.not-yours'],
    ['is not withdrawn by who only decides', 'admin1', 'withdraw', commissioner, 'rule.role-may-not'],
  ] as const)('%s', (_, proposedBy, action, by, code) =>
    expect(() => decideProposal(waiting(proposedBy), action, by)).toThrow(expect.objectContaining({ code }) as Error),
  );

  it.each(['released', 'refused', 'withdrawn'] as const)('that is %s is decided once and for all', (state) => {
    expect(() => decideProposal({ state, proposedBy: 'admin1' }, 'release', supervisor)).toThrow(
      expect.objectContaining({ code: 'rule.not-waiting' }) as Error,
    );
    expect(openProposalActions({ state, proposedBy: 'admin1' }, supervisor)).toEqual([]);
  });

  it('offers to each what he may do', () => {
    expect(openProposalActions(waiting('admin1'), admin)).toEqual(['withdraw']);
    expect(openProposalActions(waiting('admin1'), other)).toEqual([]);
    expect(openProposalActions(waiting('admin1'), supervisor)).toEqual(['release', 'refuse']);
    expect(openProposalActions(waiting('supervisor1'), supervisor)).toEqual(['withdraw']);
  });

  it.each([
    ['at once without a day', null, instantOf('2026-11-10', 600)],
    ['from the first minute of a day to come', '2026-11-11', instantOf('2026-11-11')],
    ['at once when the day has come meanwhile', '2026-11-10', instantOf('2026-11-10', 600)],
    ['at once when it is long past', '2026-10-01', instantOf('2026-11-10', 600)],
  ])('takes effect %s', (_, day, at) => expect(takesEffect(day, instantOf('2026-11-10', 600), instantOf('2024-01-01'))).toBe(at));

  it('takes effect with the version it was written over, when that is still to come', () => {
    const last = instantOf('2026-12-01');
    expect(takesEffect(null, instantOf('2026-11-10', 600), last)).toBe(last);
    expect(takesEffect('2026-12-24', instantOf('2026-11-10', 600), last)).toBe(instantOf('2026-12-24'));
  });
});
