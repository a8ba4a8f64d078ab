import type { Actor } from './case-state.js';
import { admitAsking, admitDecision, afterBreak, firstState, inert, openExportActions, percent } from './export-life.js';
import type { Role } from './vocabulary.js';

const RULE = { askers: ['leader', 'supervisor'], approvers: ['supervisor', 'commissioner'] } satisfies Record<string, Role[]>;
const who = (username: string, role: Role): Actor => ({ username, name: username, roles: [role] });
const of = (state = 'requested') => ({ state: state as 'requested', version: 2, username: 'supervisor1' });
const code = (work: () => void): string => {
  try {
    work();
    return 'admitted';
  } catch (error) {
    return `${(error as { status: number }).status} ${(error as Error).message}`;
  }
};

describe('a file that was asked for', () => {
  it('is asked for by the roles the city names', () => {
    expect(code(() => admitAsking(RULE, who('market.leader', 'leader')))).toBe('admitted');
    expect(code(() => admitAsking(RULE, who('operator1', 'operator')))).toBe('403 export.role-may-not');
  });

  it('waits for another person’s approval, unless its kind needs none', () => {
    expect(firstState(RULE)).toBe('requested');
    expect(firstState({ ...RULE, approvers: [] })).toBe('approved');
  });

  it.each<[Actor, string, unknown, string, string]>([
    [who('operator1', 'operator'), 'approve', 1, 'requested', '403 export.role-may-not'],
    [who('supervisor1', 'supervisor'), 'approve', 1, 'requested', '403 export.asker-may-not'],
    [who('commissioner1', 'commissioner'), 'approve', 1, 'requested', '409 export.stale'],
    [who('commissioner1', 'commissioner'), 'approve', 2, 'ready', '409 export.action-not-open'],
    [who('commissioner1', 'commissioner'), 'erase', 2, 'requested', '409 export.action-not-open'],
    [who('commissioner1', 'commissioner'), 'approve', 2, 'requested', 'admitted'],
    [who('supervisor2', 'supervisor'), 'refuse', 2, 'requested', 'admitted'],
  ])('is decided on by another with the right role, in the house’s order of refusals', (by, action, version, state, told) =>
    expect(code(() => admitDecision(of(state), action, version, RULE, by))).toBe(told),
  );

  it('offers its asker no decision', () => {
    expect(openExportActions(of(), RULE, who('supervisor1', 'supervisor'))).toEqual([]);
    expect(openExportActions(of(), RULE, who('commissioner1', 'commissioner'))).toEqual(['approve', 'refuse']);
    expect(openExportActions(of('approved'), RULE, who('commissioner1', 'commissioner'))).toEqual([]);
  });

  it('is tried three times, and not again where that cannot help', () => {
    expect([afterBreak(1, false), afterBreak(2, false), afterBreak(3, false), afterBreak(1, true)]).toEqual([
      'approved',
      'approved',
      'failed',
      'failed',
    ]);
  });

  it.each([
    [0, 10, 0],
    [5, 10, 50],
    [10, 10, 99],
    [0, 0, 99],
    [1, 3, 33],
  ])('tells %i of %i as %i percent: the last one comes with the file', (done, total, told) => expect(percent(done, total)).toBe(told));
});

describe('a text in a spreadsheet', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '＝cmd|’ /C calc’!A0',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '  =1+1',
    '\u200b=1+1',
    '\ufeff=1+1',
    '\u00a0=HYPERLINK("http://x")',
    '−1',
    '|cmd',
  ])('that would be a formula is made inert: %j', (text) => expect(inert(text)).toBe(`'${text}`));

  it.each(['窗口收费=乱收费', '1+1', '', '（＝）', "'=1", '2026-11-02', '…-1'])('that is none stays as it is: %j', (text) =>
    expect(inert(text)).toBe(text),
  );
});
