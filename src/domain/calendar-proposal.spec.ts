import { admitProposalAction, openProposalActions } from './calendar-proposal.js';
import type { Role } from './vocabulary.js';

const who = (username: string, ...roles: Role[]) => ({ username, roles });

describe('a year that was read from the notice', () => {
  it.each([
    ['proposed', who('admin1', 'administrator'), ['withdraw']],
    ['proposed', who('admin2', 'administrator'), []],
    ['proposed', who('supervisor1', 'supervisor'), ['release', 'decline']],
    ['proposed', who('admin1', 'supervisor'), ['withdraw']],
    ['released', who('supervisor1', 'supervisor'), []],
    ['withdrawn', who('admin1', 'administrator'), []],
  ])('when it is %s lets %j do %j', (state, by, actions) => {
    expect(openProposalActions({ state, proposedBy: 'admin1' }, by)).toEqual(actions);
  });

  it('is refused to whoever proposed it, and to everybody when it is decided', () => {
    const own = { state: 'proposed', proposedBy: 'admin1' };
    expect(() => admitProposalAction(own, 'release', who('admin1', 'supervisor'))).toThrow('calendar.proposal-own');
    expect(() => admitProposalAction({ ...own, state: 'released' }, 'release', who('s', 'supervisor'))).toThrow('calendar.proposal-closed');
    expect(() => admitProposalAction(own, 'release', who('s', 'supervisor'))).not.toThrow();
  });
});
