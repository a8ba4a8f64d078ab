import type { Actor } from './case-state.js';
import {
  admitTypical,
  approved,
  openTypicalActions,
  type PublicityRules,
  type TypicalAction,
  type TypicalCaseState,
} from './typical-case-life.js';
import type { Role } from './vocabulary.js';

const RULES: PublicityRules = {
  authors: ['supervisor', 'inspector'],
  approvals: [['inspector', 'commissioner'], ['commissioner']],
  withdrawers: ['commissioner'],
};
const who = (username: string, role: Role): Actor => ({ username, name: username, roles: [role] });
const SUPERVISOR = who('supervisor1', 'supervisor');
const INSPECTOR = who('inspector1', 'inspector');
const COMMISSIONER = who('commissioner1', 'commissioner');
const SECOND = who('commissioner2', 'commissioner');
const HANDLER = who('market.handler1', 'handler');
const of = (patch: Partial<TypicalCaseState> = {}): TypicalCaseState => ({
  state: 'draft',
  version: 3,
  authors: ['supervisor1'],
  approvals: [],
  unresolved: 0,
  ...patch,
});
const given = (by: Actor, slot: number) => ({ slot, username: by.username, name: by.name, at: 1 });
const code = (work: () => void): string => {
  try {
    work();
    return 'admitted';
  } catch (error) {
    return `${(error as { status: number }).status} ${(error as Error).message}`;
  }
};

describe('the life of a typical case', () => {
  it.each<[string, TypicalCaseState, Actor, TypicalAction[]]>([
    ['its author writes and proposes', of(), SUPERVISOR, ['edit', 'propose', 'discard']],
    ['is not proposed while a trace is undecided', of({ unresolved: 1 }), SUPERVISOR, ['edit', 'discard']],
    ['a commissioner does not write', of(), COMMISSIONER, []],
    ['its author does not decide', of({ state: 'proposed', authors: ['supervisor1', 'inspector1'] }), INSPECTOR, []],
    ['an inspector approves or gives it back', of({ state: 'proposed' }), INSPECTOR, ['approve', 'return']],
    ['nobody approves twice', of({ state: 'proposed', approvals: [given(COMMISSIONER, 1)] }), COMMISSIONER, []],
    [
      'the commissioner’s approval is not taken by a second commissioner alone',
      of({ state: 'proposed', approvals: [given(COMMISSIONER, 1)] }),
      SECOND,
      ['approve', 'return'],
    ],
    ['is withdrawn by the commissioner', of({ state: 'published' }), COMMISSIONER, ['withdraw']],
    ['ends with its withdrawal', of({ state: 'withdrawn' }), COMMISSIONER, []],
    ['is nothing to a department', of(), HANDLER, []],
  ])('%s', (_, current, by, actions) => expect(openTypicalActions(current, by, RULES)).toEqual(actions));

  it.each<[string, TypicalCaseState, TypicalAction, Actor, number, string]>([
    ['403 before stale', of({ state: 'proposed' }), 'approve', HANDLER, 1, '403 typical-case.role-may-not'],
    [
      'the author before stale',
      of({ state: 'proposed' }),
      'approve',
      { ...SUPERVISOR, roles: ['inspector'] },
      1,
      '403 typical-case.author-may-not',
    ],
    ['stale before not open', of(), 'approve', INSPECTOR, 2, '409 typical-case.stale'],
    ['not open', of(), 'approve', INSPECTOR, 3, '409 typical-case.action-not-open'],
    ['twice', of({ state: 'proposed', approvals: [given(INSPECTOR, 0)] }), 'approve', INSPECTOR, 3, '409 typical-case.approved-already'],
    [
      'given',
      of({ state: 'proposed', approvals: [given(INSPECTOR, 0)] }),
      'approve',
      who('inspector2', 'inspector'),
      3,
      '409 typical-case.approval-given',
    ],
    ['traces', of({ unresolved: 2 }), 'propose', SUPERVISOR, 3, '422 typical-case.unresolved'],
    ['traces found since', of({ state: 'proposed', unresolved: 1 }), 'approve', INSPECTOR, 3, '422 typical-case.unresolved'],
    ['open', of(), 'propose', SUPERVISOR, 3, 'admitted'],
  ])('refuses in the house’s order: %s', (_, current, action, by, version, told) =>
    expect(code(() => admitTypical(current, action, version, by, RULES))).toBe(told),
  );

  it.each<[Actor, Actor]>([
    [INSPECTOR, COMMISSIONER],
    [COMMISSIONER, INSPECTOR],
    [COMMISSIONER, SECOND],
  ])('is published by the second of two different people, whoever comes first', (first, second) => {
    const once = approved(of({ state: 'proposed' }), first, 1, RULES);
    expect(once).toMatchObject({ state: 'proposed', approvals: [{ username: first.username }] });
    const twice = approved(of({ state: 'proposed', approvals: once.approvals }), second, 2, RULES);
    expect(twice.state).toBe('published');
    expect(twice.approvals.map(({ slot }) => slot).sort()).toEqual([0, 1]);
  });
});
