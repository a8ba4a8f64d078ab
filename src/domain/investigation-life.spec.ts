import { readFileSync } from 'node:fs';
import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import {
  type InvestigationBody,
  type InvestigationPolicy,
  investigationStepFor,
  openInvestigationActions,
  performInvestigation,
} from './investigation-life.js';
import { openedInvestigation } from './investigation-opening.js';
import { readInvestigationSettings } from './investigation-settings.js';
import type { InvestigationState } from './investigation-state.js';
import { INVESTIGATION_ACTIONS, INVESTIGATION_STEPS } from './investigation-steps.js';
import { INVESTIGATION_STATUSES } from './investigation-words.js';
import { calendarOf } from './work-calendar.js';

const settings = readInvestigationSettings(JSON.parse(readFileSync('config/investigations.json', 'utf8')))[0]!;
const calendar = calendarOf([], [2026, 2027], [[540, 1050]]);
const START = Date.parse('2026-03-02T10:00:00+08:00');
const DAY = 86_400_000;
const person = (username: string, role: 'inspector' | 'commissioner'): Actor => ({ username, name: username, roles: [role] });
const [a, b, c] = [person('a', 'inspector'), person('b', 'inspector'), person('c', 'commissioner')];
const MATTER = { departmentCode: 'market', categoryCode: '1001', from: '2026-01-01', to: '2026-01-31' };
let ids = 0;
const policyAt = (now: number): InvestigationPolicy => ({ now, calendar, settings, standing: [], nameable: ['b'], id: `id-${++ids}` });

const clue = (reporters: string[] = []): InvestigationState =>
  openedInvestigation(
    {
      investigationNumber: 'X20260001',
      source: 'report',
      title: 't',
      text: 'x',
      categoryCode: '1001',
      departments: ['market'],
      caseNumbers: reporters,
      reporters,
    },
    a,
    policyAt(START),
  ).next;
const act = (one: InvestigationState, by: Actor, action: string, body: InvestigationBody = {}, day = 1): InvestigationState =>
  performInvestigation(investigationStepFor(one, action, undefined, by), one, body, by, policyAt(START + day * DAY)).next;
const code = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError)
      return error.code === 'input.invalid' ? (error.facts.fields as { code: string }[])[0]!.code : error.code;
    throw error;
  }
  return 'done';
};
const verified = (): InvestigationState =>
  act(act(clue(), a, 'register'), a, 'assess', { handling: 'preliminary-verification', text: 'x' }, 3);
const investigated = (): InvestigationState =>
  act(
    act(act(verified(), a, 'add-person', { name: '王某', departmentCode: 'market', rank: 'section' }), c, 'file', {}, 9),
    a,
    'begin',
    {},
    10,
  );
const proposed = (one: InvestigationState, conclusion: string): InvestigationState =>
  act(one, a, 'propose-conclusion', { conclusion, text: 'x', matters: [MATTER] }, 20);
const states = (one: InvestigationState) => Object.fromEntries(one.limits.map(({ name, state }) => [name, state]));

describe('the life of an investigation', () => {
  it('reaches every status and has a way out of every one but the archive', () => {
    const reached = new Set<string>(['received']);
    for (let grew = true; grew;) {
      const before = reached.size;
      for (const { from, to } of INVESTIGATION_STEPS) if (from.some((one) => reached.has(one))) to.forEach((one) => reached.add(one));
      grew = reached.size > before;
    }
    expect([...reached].sort()).toEqual([...INVESTIGATION_STATUSES].sort());
    const left = new Set<string>(INVESTIGATION_STEPS.flatMap(({ from, to }) => from.filter((one) => to.some((next) => next !== one))));
    expect(INVESTIGATION_STATUSES.filter((one) => !left.has(one))).toEqual(['archived']);
    expect(INVESTIGATION_STEPS.map(({ action }) => action)).toEqual([...INVESTIGATION_ACTIONS]);
  });

  it('goes from the clue to the archive, each clock with its step', () => {
    const one = investigated();
    expect([one.status, states(one)]).toEqual(['investigating', { disposal: 'met', verification: 'met', investigation: 'running' }]);
    const approved = act(proposed(one, 'proven'), b, 'approve-conclusion', {}, 21);
    expect([approved.status, approved.conclusion, states(approved).investigation, states(approved).review]).toEqual([
      'review',
      'proven',
      'met',
      'running',
    ]);
    const decided = act(act(approved, a, 'hear', {}, 25), c, 'decide', {}, 30);
    expect([decided.status, states(decided).review, states(decided).execution]).toEqual(['decided', 'met', 'running']);
    const measured = act(decided, c, 'decide-measure', { personId: one.persons[0]!.id, measure: 'demerit' }, 31);
    expect(measured.measures[0]).toMatchObject({ measure: 'demerit', form: 2, endsOn: '2027-04-02', matter: 0 });
    expect(code(() => act(measured, a, 'archive'))).toBe('investigation.not-carried-out');
    const done = act(measured, a, 'carry-out', { measureId: measured.measures[0]!.id }, 40);
    expect([done.status, states(done).execution]).toEqual(['executing', 'met']);
    expect(act(done, a, 'archive', {}, 41).status).toBe('archived');
  });

  it('a letter has fifteen working days, and its answer a month for the report', () => {
    const talk = act(act(clue(), a, 'register'), a, 'assess', { handling: 'talk-or-letter', text: 'x' }, 3);
    const sent = act(talk, a, 'log-step', { kind: 'letter-sent', text: 'x' }, 4);
    expect(states(sent)).toEqual({ disposal: 'met', 'letter-answer': 'running' });
    const answered = act(sent, a, 'log-step', { kind: 'letter-answered', text: 'x' }, 30);
    expect(states(answered)).toEqual({ disposal: 'met', 'letter-answer': 'missed', 'talk-report': 'running' });
    expect(code(() => act(talk, a, 'assess', { handling: 'talk-or-letter', text: 'x' }))).toBe('unchanged');
  });

  it('a clue nobody handled within the month has missed its limit', () => {
    const late = act(act(clue(), a, 'register'), a, 'assess', { handling: 'held', text: 'x' }, 40);
    expect(states(late)).toEqual({ disposal: 'missed', 'held-review': 'running' });
  });
});

describe('a conclusion', () => {
  it('needs two people, never the same twice', () => {
    const one = proposed(verified(), 'unproven');
    expect(code(() => act(one, a, 'approve-conclusion'))).toBe('investigation.same-person');
    expect(code(() => act(one, a, 'return-conclusion'))).toBe('investigation.same-person');
    expect(openInvestigationActions(one, a)).not.toContain('approve-conclusion');
    for (const second of [b, c]) expect(act(one, second, 'approve-conclusion').conclusion).toBe('unproven');
  });

  it('that an accusation was false needs an inspector first and the commissioner after', () => {
    const one = proposed(verified(), 'false-accusation');
    expect(code(() => act(one, c, 'approve-conclusion'))).toBe('investigation.inspector-first');
    expect(code(() => act(one, c, 'approve-again'))).toBe('investigation.not-approved');
    const once = act(one, b, 'approve-conclusion');
    expect([once.conclusion, once.waitsFor, once.status]).toEqual([null, 'second-approval', 'preliminary-verification']);
    expect(code(() => act(once, b, 'approve-conclusion'))).toBe('investigation.same-person');
    const twice = act(once, c, 'approve-again');
    expect([twice.conclusion, twice.status, twice.proposal?.approvals.map(({ by }) => by)]).toEqual([
      'false-accusation',
      'concluded',
      ['b', 'c'],
    ]);
  });

  it('given back lets the work go on, and may be proposed anew', () => {
    const back = act(proposed(verified(), 'unproven'), b, 'return-conclusion', { text: '证据不足' });
    expect([back.proposal, back.waitsFor]).toEqual([null, null]);
    expect(proposed(back, 'unverifiable').waitsFor).toBe('approval');
    expect(code(() => proposed(proposed(back, 'unproven'), 'unproven'))).toBe('investigation.proposal-waits');
  });

  it('that a thing is true needs somebody to have looked', () => {
    const registered = act(clue(), a, 'register');
    expect(code(() => proposed(registered, 'proven'))).toBe('nothing-checked');
    expect(proposed(registered, 'unverifiable').waitsFor).toBe('approval');
  });

  it.each([
    [[], 'required'],
    [[{ ...MATTER, from: '2026-02-01' }], 'before-from'],
    [[{ ...MATTER, personId: 'nobody' }], 'unknown-person'],
  ])('names its matters rightly: %j', (matters, refusal) => {
    expect(code(() => act(verified(), a, 'propose-conclusion', { conclusion: 'unproven', text: 'x', matters }))).toBe(refusal);
  });

  it('that nothing was proven ends an investigation that was filed', () => {
    expect(act(proposed(investigated(), 'unproven'), b, 'approve-conclusion').status).toBe('concluded');
  });

  it('clears whoever was accused falsely, once, and nobody else', () => {
    const cleared = act(act(proposed(verified(), 'unproven'), b, 'approve-conclusion'), a, 'clarify', { scope: 'unit', text: 'x' });
    expect(cleared.clarification?.scope).toBe('unit');
    expect(code(() => act(cleared, a, 'clarify', { scope: 'unit', text: 'x' }))).toBe('investigation.not-found-false');
    const proven = act(proposed(verified(), 'proven'), b, 'approve-conclusion');
    expect(code(() => act(proven, a, 'clarify', { scope: 'unit', text: 'x' }))).toBe('investigation.not-found-false');
  });
});

describe('measures', () => {
  const proven = () =>
    act(
      proposed(act(verified(), a, 'add-person', { name: '王某', departmentCode: 'market', rank: 'staff' }), 'proven'),
      b,
      'approve-conclusion',
    );
  const decide = (one: InvestigationState, body: InvestigationBody, by = c) =>
    act(one, by, 'decide-measure', { personId: one.persons[0]!.id, ...body });

  it('of the first form alone are open before a filing', () => {
    expect(decide(proven(), { measure: 'admonition' }).measures[0]).toMatchObject({ form: 1, endsOn: '2026-09-03' });
    expect(code(() => decide(proven(), { measure: 'warning' }))).toBe('needs-filing');
  });

  it('are the commissioner’s, and for somebody who is named', () => {
    expect(code(() => decide(proven(), { measure: 'criticism' }, a))).toBe('investigation.role-may-not');
    expect(code(() => decide(proven(), { measure: 'criticism', personId: 'nobody' }))).toBe('unknown-person');
    expect(code(() => decide(proven(), { measure: 'flogging' }))).toBe('not-in-list');
    const nobody = act(proposed(verified(), 'proven'), b, 'approve-conclusion');
    expect(code(() => act(nobody, c, 'decide-measure', {}))).toBe('investigation.nobody-named');
    const unproven = act(
      proposed(act(verified(), a, 'add-person', { name: '王某', departmentCode: 'market', rank: 'staff' }), 'unproven'),
      b,
      'approve-conclusion',
    );
    expect(code(() => decide(unproven, { measure: 'criticism' }))).toBe('investigation.not-proven');
  });

  it('of office meet one act once', () => {
    const decided = act(act(act(proposed(investigated(), 'proven'), b, 'approve-conclusion'), a, 'hear'), c, 'decide');
    const once = decide(decided, { measure: 'warning', imposedBy: 'employer' });
    expect(code(() => decide(once, { measure: 'demerit' }))).toBe('investigation.punished-already');
    expect(decide(once, { measure: 'party-warning' }).measures).toHaveLength(2);
  });

  it('name nobody twice', () => {
    const one = proven();
    expect(code(() => act(verified(), a, 'add-person', { name: '王某', departmentCode: 'market', rank: 'staff' }))).toBe('done');
    expect(one.persons).toHaveLength(1);
    const again = act(verified(), a, 'add-person', { name: '王某', departmentCode: 'market', rank: 'staff' });
    expect(code(() => act(again, a, 'add-person', { name: ' 王某 ', departmentCode: 'market', rank: 'section' }))).toBe('named-already');
    expect(act(again, a, 'add-person', { name: '王某', departmentCode: 'tax', rank: 'staff' }).departments).toEqual(['market', 'tax']);
  });
});

describe('reporters who gave a name', () => {
  const CASE = '20260302000001';
  const tell = (one: InvestigationState, stage: string, day = 5) =>
    act(one, a, 'notify', { caseNumber: CASE, stage, way: 'in-person' }, day);

  it('are told of acceptance and of the result, each once and in time', () => {
    const one = act(clue([CASE]), a, 'register');
    expect(code(() => tell(one, 'result'))).toBe('no-result-yet');
    const told = tell(one, 'acceptance');
    expect(states(told)['acceptance-notice']).toBe('met');
    expect(code(() => tell(told, 'acceptance'))).toBe('investigation.nobody-to-tell');
    const concluded = act(proposed(told, 'unverifiable'), b, 'approve-conclusion', {}, 21);
    expect(states(concluded)['result-notice']).toBe('running');
    expect(code(() => act(concluded, a, 'archive'))).toBe('investigation.reporters-not-told');
    const done = tell(concluded, 'result', 60);
    expect(states(done)['result-notice']).toBe('missed');
    expect(act(done, a, 'archive', {}, 61).status).toBe('archived');
  });

  it('are none where nobody gave a name', () => {
    expect(openInvestigationActions(act(clue(), a, 'register'), a)).not.toContain('notify');
  });
});

describe('readers', () => {
  it('are named and dropped by the commissioner, of those who may be named', () => {
    const one = clue();
    expect(one.readers).toEqual(['a']);
    expect(act(one, c, 'name-reader', { username: 'b' }).readers).toEqual(['a', 'b']);
    expect(code(() => act(one, c, 'name-reader', { username: 'd' }))).toBe('may-not-be-named');
    expect(code(() => act(one, c, 'name-reader', { username: 'a' }))).toBe('named-already');
    expect(code(() => act(one, a, 'name-reader', { username: 'b' }))).toBe('investigation.role-may-not');
    expect(act(one, c, 'drop-reader', { username: 'a' }).readers).toEqual([]);
  });
});

describe('refusals', () => {
  it('come in their order: the role, the version, the table, the guard', () => {
    const one = clue();
    expect(code(() => investigationStepFor(one, 'file', 7, a))).toBe('investigation.role-may-not');
    expect(code(() => investigationStepFor(one, 'assess', 7, a))).toBe('investigation.stale');
    expect(code(() => investigationStepFor(one, 'assess', 1, a))).toBe('investigation.action-not-open');
    expect(code(() => investigationStepFor(one, 'dance', 1, a))).toBe('investigation.action-not-open');
    expect(code(() => investigationStepFor(verified(), 'approve-conclusion', undefined, b))).toBe('investigation.no-proposal');
  });
});
