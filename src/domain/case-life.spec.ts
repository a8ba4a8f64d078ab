import fc from 'fast-check';
import { act, type Body, openActions, type Outcome, type Policy, stepFor } from './case-life.js';
import { opened } from './case-opening.js';
import { type Actor, type AssignmentState, type CaseState, COMPLAINANT, OPEN, SYSTEM } from './case-state.js';
import { type Action, ACTIONS, STEPS } from './case-steps.js';
import { DomainError } from './errors.js';
import type { LimitSettings } from './limits.js';
import type { Department } from './routing.js';
import { DAY, HOUR, instantOf } from './time.js';
import { ASSIGNMENT_STATUSES, CASE_STATUSES, type CaseStatus, ROLES } from './vocabulary.js';
import { calendarOf } from './work-calendar.js';

const DUTY = [
  [540, 720],
  [810, 1050],
] as const;
const limits: LimitSettings = {
  version: 1,
  validFrom: '2024-01-01',
  rules: [
    { limit: 'acceptance', when: {}, amount: 1, unit: 'working-days' },
    { limit: 'sign', when: {}, amount: 2, unit: 'duty-hours' },
    { limit: 'first-contact', when: {}, amount: 1, unit: 'working-days' },
    { limit: 'answer', when: {}, amount: 5, unit: 'working-days' },
    { limit: 'call-back', when: {}, amount: 2, unit: 'working-days' },
  ],
  lights: { amberShare: 0.25, amberWorkingDays: 1, redWorkingDays: 2 },
  extension: { times: 1, workingDays: 10, capCalendarDays: 60 },
  return: { workingDays: 1 },
  callBack: { attempts: 2 },
  reopen: { calendarDays: 30 },
  repeats: { days: 90, similarity: 0.5 },
};
const departments: Department[] = [
  { code: 'market', level: 'city', active: true },
  { code: 'market-north', parentCode: 'market', level: 'county', active: true },
  { code: 'tax', level: 'city', active: true },
  { code: 'fire', level: 'city', active: true },
  { code: 'closed-down', level: 'city', active: false },
];
const RECEIVED = instantOf('2026-11-02', 600);
const calendar = calendarOf([], [2026, 2027], DUTY);
const at = (now: number): Policy => ({ now, calendar, limits, departments });
/** A step comes an hour after the one before. */
const later = (one: CaseState): Policy => at(one.updatedAt + HOUR);

const person = (role: (typeof ROLES)[number], departmentCode?: string): Actor => ({
  username: departmentCode ? `${departmentCode}.${role}` : role,
  name: role,
  roles: [role],
  ...(departmentCode ? { departmentCode } : {}),
});
const hotline = ROLES.filter((role) => role !== 'handler' && role !== 'leader').map((role) => person(role));
const [operator, dispatcher, reviewer, supervisor] = (['operator', 'dispatcher', 'reviewer', 'supervisor'] as const).map((role) =>
  person(role),
) as [Actor, Actor, Actor, Actor];
const handler = person('handler', 'market');
const leader = person('leader', 'market');
const taxLeader = person('leader', 'tax');
const MARKET = [handler, leader];
const EVERYBODY: Actor[] = [...hotline, ...MARKET, person('handler', 'tax'), taxLeader, COMPLAINANT, SYSTEM];

/** A sensible body and the usual actor of each action: one department leads and another may assist. */
const USUAL: Record<Action, [by: Actor, body?: Body]> = {
  accept: [dispatcher],
  reject: [dispatcher, { reasonCode: 'litigation', text: '法院已受理' }],
  'answer-directly': [operator, { text: '可在网上办理' }],
  'transfer-out': [dispatcher, { target: '110', reason: '正在发生' }],
  seal: [dispatcher, { reason: '吃拿卡要' }],
  merge: [dispatcher, { masterCaseNumber: '20261101000001' }],
  'mark-project': [dispatcher, { projectCode: 'p1' }],
  dispatch: [dispatcher, { lead: 'market', assists: [], summary: '摘要' }],
  sign: [handler],
  'request-return': [handler, { reason: '非本单位职责' }],
  'grant-return': [dispatcher, { departmentCode: 'market', reason: '属实' }],
  'refuse-return': [dispatcher, { departmentCode: 'market', reason: '属本单位职责' }],
  'request-extension': [handler, { workingDays: 3, reason: '需要检测' }],
  'grant-extension': [dispatcher, { departmentCode: 'market' }],
  'refuse-extension': [dispatcher, { departmentCode: 'market', reason: '不充分' }],
  suspend: [dispatcher, { ground: 'awaiting-appraisal' }],
  resume: [dispatcher],
  'log-progress': [handler, { text: '已到现场', contacted: true }],
  'add-assignment': [dispatcher, { departmentCode: 'tax', reason: '涉税' }],
  'recall-assignment': [dispatcher, { departmentCode: 'market', reason: '派错' }],
  answer: [handler, { finding: 'true', solved: 'solved', internalNote: '内部', publicReply: '已退费' }],
  'sign-off': [leader],
  'decline-sign-off': [leader, { reason: '不完整' }],
  'send-back': [reviewer, { departmentCode: 'market', reason: '未答所问' }],
  pass: [reviewer],
  'call-back': [reviewer, { reached: true, solved: 'solved', satisfiedResult: 'satisfied', satisfiedProcess: 'satisfied' }],
  close: [reviewer],
  're-handle': [reviewer, { reason: '未解决' }],
  reopen: [COMPLAINANT, { reason: '又收费了' }],
  withdraw: [COMPLAINANT, {}],
  terminate: [reviewer, { reason: '重复且已终结' }],
  archive: [SYSTEM],
  urge: [supervisor, { text: '请尽快' }],
  supervise: [supervisor, { mode: 'key', task: '限期整改', dueAt: '2030-11-06T17:30:00+08:00', orderNumber: 'DB2026-0001' }],
  card: [supervisor, { departmentCode: 'market', colour: 'yellow', ground: '推诿', cardId: 'card-1' }],
  explain: [supervisor, { departmentCode: 'market', text: '说明原因', explanationId: 'letter-1', dueAt: 0 }],
  'request-exclusion': [handler, { reason: '诉求无法律依据' }],
  'grant-exclusion': [supervisor, { departmentCode: 'market', reason: '情况属实' }],
  'refuse-exclusion': [supervisor, { departmentCode: 'market', reason: '理由不足' }],
  ask: [reviewer, { text: '何时发生' }],
  message: [COMPLAINANT, { text: '补充' }],
  rate: [COMPLAINANT, { solved: 'solved', satisfied: 'satisfied', contacted: true }],
  unmask: [reviewer, { fields: ['phone'], reason: '回访' }],
};

type Told = Action | [action: Action, body: Body, by?: Actor];
const step = (one: CaseState, told: Told, policy = later(one)): Outcome => {
  const [action, body, by] = typeof told === 'string' ? [told, undefined, undefined] : told;
  const [usual, usualBody] = USUAL[action];
  return act(one, action, one.version, { version: one.version, ...usualBody, ...body }, by ?? usual, policy);
};
const story = (...told: Told[]): CaseState => told.reduce((one, next) => step(one, next).next, web);
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'done';
};
const lead = (one: CaseState): AssignmentState => one.assignments.filter(({ departmentCode }) => departmentCode === 'market').at(-1)!;
const clock = (one: CaseState, name: string) => one.limits.filter((limit) => limit.name === name).at(-1)!;

const opening = {
  caseNumber: '20261102000001',
  kind: 'complaint',
  urgency: 'normal',
  channel: 'web',
  categoryCode: null,
  accusedDepartmentCode: null,
  namesOfficial: false,
  project: false,
  registeredBy: 'operator',
  flags: {},
} as const;
const web = opened(opening, at(RECEIVED));
const byPhone = opened({ ...opening, channel: 'phone' }, at(RECEIVED));
const accusation = opened({ ...opening, kind: 'report', channel: 'phone', accusedDepartmentCode: 'market' }, at(RECEIVED));
const sealedAtOnce = opened({ ...opening, flags: { sealed: true } }, at(RECEIVED));

const DISPATCHED: Told[] = ['accept', 'dispatch'];
const WORKING: Told[] = [...DISPATCHED, 'sign'];
const REVIEW: Told[] = [...WORKING, 'answer', 'sign-off'];
const CALLBACK: Told[] = [...REVIEW, 'pass'];
const CLOSED: Told[] = [...CALLBACK, 'call-back', 'close'];

describe('the examples of the table', () => {
  const rows: [action: Told, after: Told[], status: CaseStatus, part: string | undefined, clocks: Record<string, string>, who: string][] = [
    ['accept', [], 'pending_dispatch', undefined, { acceptance: 'met' }, 'dispatcher system'],
    ['reject', [], 'rejected', undefined, { acceptance: 'met' }, 'dispatcher'],
    ['answer-directly', [], 'answered', undefined, { acceptance: 'met' }, 'operator dispatcher'],
    ['transfer-out', ['accept'], 'transferred', undefined, {}, 'dispatcher'],
    ['seal', WORKING, 'sealed', 'working', { answer: 'ended' }, 'operator dispatcher reviewer supervisor inspector'],
    ['merge', ['accept'], 'merged', undefined, {}, 'dispatcher'],
    ['mark-project', [], 'pending_acceptance', undefined, { acceptance: 'running' }, 'dispatcher'],
    ['dispatch', ['accept'], 'handling', 'pending_sign', { sign: 'running', 'first-contact': 'running', answer: 'running' }, 'dispatcher'],
    ['sign', DISPATCHED, 'handling', 'working', { sign: 'met', answer: 'running' }, 'handler'],
    ['request-return', WORKING, 'handling', 'return_requested', { answer: 'paused' }, 'handler'],
    ['grant-return', [...WORKING, 'request-return'], 'pending_dispatch', 'returned', { answer: 'ended' }, 'dispatcher'],
    ['refuse-return', [...WORKING, 'request-return'], 'handling', 'pending_sign', { sign: 'running', answer: 'running' }, 'dispatcher'],
    ['request-extension', WORKING, 'handling', 'working', { answer: 'running' }, 'handler'],
    ['grant-extension', [...WORKING, 'request-extension'], 'handling', 'working', { answer: 'running' }, 'dispatcher'],
    ['refuse-extension', [...WORKING, 'request-extension'], 'handling', 'working', { answer: 'running' }, 'dispatcher'],
    ['suspend', WORKING, 'handling', 'working', { answer: 'paused' }, 'dispatcher'],
    ['resume', [...WORKING, 'suspend'], 'handling', 'working', { answer: 'running' }, 'dispatcher system'],
    ['log-progress', WORKING, 'handling', 'working', { 'first-contact': 'met' }, 'handler'],
    ['add-assignment', WORKING, 'handling', 'working', { sign: 'running', answer: 'running' }, 'dispatcher'],
    ['recall-assignment', WORKING, 'pending_dispatch', 'recalled', { answer: 'ended' }, 'dispatcher'],
    ['answer', WORKING, 'handling', 'pending_sign_off', { answer: 'running' }, 'handler leader'],
    [['answer', {}, leader], WORKING, 'pending_review', 'answered', { answer: 'met' }, 'handler leader'],
    ['sign-off', [...WORKING, 'answer'], 'pending_review', 'answered', { answer: 'met' }, 'leader'],
    ['decline-sign-off', [...WORKING, 'answer'], 'handling', 'working', { answer: 'running' }, 'leader'],
    ['send-back', REVIEW, 'handling', 'working', { answer: 'running' }, 'reviewer'],
    ['pass', REVIEW, 'pending_callback', 'accepted', { 'call-back': 'running' }, 'reviewer'],
    ['call-back', CALLBACK, 'pending_callback', 'accepted', { 'call-back': 'met' }, 'reviewer complainant'],
    [['call-back', { reached: false }], CALLBACK, 'pending_callback', 'accepted', { 'call-back': 'running' }, 'reviewer complainant'],
    ['close', [...CALLBACK, 'call-back'], 'closed', 'accepted', { 'call-back': 'met' }, 'reviewer'],
    ['re-handle', [...CALLBACK, 'call-back'], 'handling', 'working', { answer: 'running' }, 'reviewer'],
    ['reopen', CLOSED, 'handling', 'working', { answer: 'running' }, 'reviewer complainant'],
    ['withdraw', WORKING, 'withdrawn', 'working', { answer: 'ended' }, 'complainant'],
    ['withdraw', CALLBACK, 'withdrawn', 'accepted', { 'call-back': 'ended' }, 'complainant reviewer'],
    ['terminate', REVIEW, 'terminated', 'answered', {}, 'reviewer'],
    ['urge', WORKING, 'handling', 'working', { answer: 'running' }, 'supervisor system'],
    ['supervise', WORKING, 'handling', 'working', { answer: 'running' }, 'supervisor'],
    ['card', WORKING, 'handling', 'working', { answer: 'running' }, 'supervisor'],
    ['explain', WORKING, 'handling', 'working', { answer: 'running' }, 'supervisor'],
    ['request-exclusion', WORKING, 'handling', 'working', { answer: 'running' }, 'handler'],
    ['request-exclusion', CLOSED, 'closed', 'accepted', {}, 'handler'],
    ['grant-exclusion', [...WORKING, 'request-exclusion'], 'handling', 'working', { answer: 'running' }, 'supervisor'],
    ['refuse-exclusion', [...CALLBACK, 'request-exclusion'], 'pending_callback', 'accepted', { 'call-back': 'running' }, 'supervisor'],
    ['ask', WORKING, 'handling', 'working', { answer: 'running' }, 'operator dispatcher reviewer supervisor'],
    ['message', WORKING, 'handling', 'working', { answer: 'running' }, 'complainant'],
    ['rate', CLOSED, 'closed', 'accepted', {}, 'complainant'],
    ['unmask', WORKING, 'handling', 'working', { answer: 'running' }, 'operator dispatcher reviewer supervisor inspector'],
  ];
  const nameOf = (told: Told): Action => (typeof told === 'string' ? told : told[0]);
  const words = rows.map((row) => [nameOf(row[0]), story(...row[1]).status, row[2], row] as const);

  it.each(words)('%s leads from %s to %s and moves the clocks as the row says', (_action, _from, status, [told, after, , part, clocks]) => {
    const before = story(...after);
    const { next } = step(before, told);
    expect(next.status).toBe(status);
    expect(next.assignments[0]?.status).toBe(part);
    expect(Object.fromEntries(Object.keys(clocks).map((name) => [name, clock(next, name).state]))).toEqual(clocks);
  });

  it.each(words)('%s in %s is for the named roles and nobody else', (action, _from, _status, [, after, , , , who]) => {
    const before = story(...after);
    const may = EVERYBODY.filter((by) => refusal(() => stepFor(before, action, before.version, by, later(before))) === 'done');
    expect([...new Set(may.map(({ roles }) => roles[0]!))].sort()).toEqual(who.split(' ').sort());
    const others = EVERYBODY.filter(({ roles }) => !STEPS.some((row) => row.action === action && row.by.includes(roles[0]!)));
    expect(new Set(others.map((by) => refusal(() => stepFor(before, action, before.version, by, later(before)))))).toEqual(
      new Set(['403 case.role-may-not']),
    );
  });

  it.each(words)('%s is open nowhere but where the table says', (action, _from, _status, [told, after]) => {
    const before = story(...after);
    const by = (typeof told === 'string' ? undefined : told[2]) ?? USUAL[action][0];
    const elsewhere = CASE_STATUSES.filter(
      (status) => !STEPS.some((row) => row.action === action && row.by.includes(by.roles[0]!) && row.from.includes(status)),
    );
    const refusals = elsewhere.map((status) => refusal(() => stepFor({ ...before, status }, action, before.version, by, later(before))));
    expect(refusals.filter((one) => one !== '409 case.action-not-open')).toEqual([]);
  });

  it('shows every action of the table by an example; the archive has its own below', () => {
    const shown = new Set<Action>(rows.map(([told]) => nameOf(told)));
    expect(ACTIONS.filter((action) => !shown.has(action))).toEqual(['archive']);
  });

  it('opens a button exactly for what would be done', () => {
    for (const before of rows.map(([, after]) => story(...after))) {
      for (const by of EVERYBODY) {
        const open = openActions(before, by, later(before));
        const done = ACTIONS.filter((action) => refusal(() => stepFor(before, action, before.version, by, later(before))) === 'done');
        expect(open.filter((action) => !done.includes(action))).toEqual([]);
        // a named assignment is judged with the body, so its row may be found before the assignment is named
        const unnamed = done.filter((action) => !STEPS.some((row) => row.action === action && row.on?.whose === 'named'));
        expect(unnamed.filter((action) => !open.includes(action))).toEqual([]);
      }
    }
  });
});

describe('the rules around the table', () => {
  const code = (one: CaseState, told: Told, policy?: Policy) => refusal(() => step(one, told, policy));

  it('names refusals in the order role, version, openness', () => {
    const one = story(...WORKING);
    expect(refusal(() => act(one, 'close', 0, {}, handler, later(one)))).toBe('403 case.role-may-not');
    expect(refusal(() => act(one, 'close', 0, {}, reviewer, later(one)))).toBe('409 case.stale');
    expect(refusal(() => act(one, 'close', one.version, {}, reviewer, later(one)))).toBe('409 case.action-not-open');
    expect(refusal(() => act(one, 'no-such' as Action, one.version, {}, reviewer, later(one)))).toBe('409 case.action-not-open');
  });

  it('gives a return back once, then it is locked', () => {
    const refused = story(...WORKING, 'request-return', 'refuse-return');
    expect(lead(refused).returnLocked).toBe(true);
    expect(code(refused, 'request-return')).toBe('409 case.return-locked');
    expect(code(step(refused, 'sign').next, 'request-return')).toBe('409 case.return-locked');
  });

  it('lets a designated department give nothing back', () => {
    expect(code(story('accept', ['dispatch', { designated: true }]), 'request-return')).toBe('409 case.return-locked');
  });

  it('takes a return within one working day of signing only', () => {
    const signed = story(...WORKING);
    const until = instantOf('2026-11-03', 1050);
    expect(code(signed, 'request-return', at(until))).toBe('done');
    expect(code(signed, 'request-return', at(until + 1))).toBe('409 case.return-late');
  });

  it('takes a return of what nobody signed for within one working day of the end of its limit to sign', () => {
    const dispatched = story(...DISPATCHED);
    const until = instantOf('2026-11-03', 1050);
    expect(clock(dispatched, 'sign').dueAt).toBeLessThan(instantOf('2026-11-03', 0));
    expect(code(dispatched, 'request-return', at(until))).toBe('done');
    expect(code(dispatched, 'request-return', at(until + 1))).toBe('409 case.return-late');
  });

  it('answers late for ever: no suspension makes an answer in time of one that was overdue before it', () => {
    const signed = story(...WORKING);
    const { dueAt } = clock(signed, 'answer');
    const stopped = step(signed, 'suspend', at(dueAt + 1)).next;
    expect(clock(step(stopped, ['answer', {}, leader], at(dueAt + DAY)).next, 'answer').state).toBe('missed');
    const inTime = step(signed, 'suspend', at(dueAt)).next;
    expect(clock(step(inTime, ['answer', {}, leader], at(dueAt + DAY)).next, 'answer').state).toBe('met');
  });

  it('ends a suspension on its day, however late somebody comes to look', () => {
    const signed = story(...WORKING);
    const until = signed.updatedAt + DAY;
    const stopped = step(signed, ['suspend', { until: new Date(until).toISOString() }], at(signed.updatedAt + HOUR)).next;
    const dueAfter = (now: number) => clock(step(stopped, 'resume', at(now)).next, 'answer').dueAt;
    expect(dueAfter(until + 3 * DAY)).toBe(dueAfter(until));
    expect(dueAfter(until - HOUR)).toBeLessThanOrEqual(dueAfter(until));
  });

  it('extends to the cap of the rule the limit runs under, and not at all where the city grants none', () => {
    const rules = limits.rules.map((rule) => (rule.limit === 'answer' ? { ...rule, cap: 10 } : rule));
    const under = (patch: Partial<LimitSettings>): Policy => ({ ...at(signed.updatedAt + HOUR), limits: { ...limits, ...patch } });
    const signed = story(...WORKING);
    // five working days from Monday the 2nd end on the 9th; ten days of the calendar on the 12th
    expect(code(signed, ['request-extension', { workingDays: 3 }], under({ rules }))).toBe('done');
    expect(code(signed, ['request-extension', { workingDays: 4 }], under({ rules }))).toBe('422 input.invalid');
    expect(code(signed, 'request-extension', under({ extension: { ...limits.extension, times: 0 } }))).toBe('409 case.extension-used');
  });

  it('urges in writing from the day after the limit on', () => {
    const signed = story(...WORKING);
    const { dueAt } = clock(signed, 'first-contact');
    expect(dueAt).toBe(instantOf('2026-11-03', 1050));
    const inWriting = (now: number) => step(signed, 'urge', at(now)).events[0]!.facts.inWriting;
    expect(inWriting(dueAt + 1)).toBe(false);
    expect(inWriting(instantOf('2026-11-04', 0) - 1)).toBe(false);
    expect(inWriting(instantOf('2026-11-04', 0))).toBe(true);
  });

  it('extends once, before the limit ends, within the cap, and keeps the old instant in the event', () => {
    const signed = story(...WORKING);
    const due = clock(signed, 'answer').dueAt;
    expect(code(signed, ['request-extension', { workingDays: 11 }])).toBe('422 input.invalid');
    expect(code(signed, 'request-extension', at(due + 1))).toBe('409 case.extension-late');
    const asked = step(signed, 'request-extension').next;
    expect(clock(asked, 'answer').dueAt).toBe(due);
    expect(code(asked, 'request-extension')).toBe('409 case.extension-used');
    const { next, events } = step(asked, 'grant-extension');
    expect(clock(next, 'answer').dueAt).toBeGreaterThan(due);
    expect(events.map(({ type }) => type)).toEqual(['assignment.extension-granted', 'limit.moved']);
    expect(events[1]!.facts).toMatchObject({ limit: 'answer', from: due, to: clock(next, 'answer').dueAt, departmentCode: 'market' });
    expect(code(next, 'request-extension')).toBe('409 case.extension-used');
  });

  it('goes to review when the lead and every assist have answered', () => {
    const both = story('accept', ['dispatch', { assists: ['tax'] }], 'sign', ['answer', {}, leader]);
    expect(both.status).toBe('handling');
    const signed = step(both, ['sign', {}, person('handler', 'tax')]).next;
    expect(step(signed, ['answer', {}, taxLeader]).next.status).toBe('pending_review');
  });

  it('goes to review when the last open assist is recalled, and to the dispatcher when the lead is', () => {
    const one = story('accept', ['dispatch', { assists: ['tax'] }], 'sign', ['answer', {}, leader]);
    expect(step(one, ['recall-assignment', { departmentCode: 'tax' }]).next.status).toBe('pending_review');
    const two = story('accept', ['dispatch', { assists: ['tax'] }]);
    expect(step(two, ['recall-assignment', { departmentCode: 'market' }]).next.status).toBe('pending_dispatch');
  });

  it('sends an accusation neither to the accused department nor below it, by no way', () => {
    const way = (one: CaseState, told: Told) => refusal(() => step(one, told));
    for (const accused of ['market', 'market-north']) {
      expect(way(accusation, ['dispatch', { lead: accused }])).toBe('422 case.conflict-of-interest');
      expect(way(accusation, ['dispatch', { lead: 'tax', assists: [accused] }])).toBe('422 case.conflict-of-interest');
      const elsewhere = step(accusation, ['dispatch', { lead: 'fire' }]).next;
      expect(way(elsewhere, ['add-assignment', { departmentCode: accused }])).toBe('422 case.conflict-of-interest');
    }
  });

  it('assigns no department that is unknown, out of service or there already', () => {
    const one = story(...DISPATCHED);
    expect(code(one, ['add-assignment', { departmentCode: 'nobody' }])).toBe('422 input.invalid');
    expect(code(one, ['add-assignment', { departmentCode: 'closed-down' }])).toBe('422 input.invalid');
    expect(code(one, ['add-assignment', { departmentCode: 'market' }])).toBe('422 case.already-assigned');
  });

  it('closes after a call-back that reached somebody, or after the set number of attempts', () => {
    const waiting = story(...CALLBACK);
    expect(code(waiting, 'close')).toBe('409 case.not-called-back');
    const tried = step(waiting, ['call-back', { reached: false }]).next;
    expect(code(tried, 'close')).toBe('409 case.not-called-back');
    expect(code(step(tried, ['call-back', { reached: false }]).next, 'close')).toBe('done');
  });

  it('asks for a new call-back in every round', () => {
    expect(code(story(...CALLBACK, 'call-back', 're-handle', ['answer', {}, leader], 'pass'), 'close')).toBe('409 case.not-called-back');
  });

  it('takes the complainant’s own word once, and not after somebody has called back', () => {
    const own: Told = ['call-back', { reached: true, solved: 'unsolved' }, COMPLAINANT];
    const told = step(story(...CALLBACK), own);
    expect([told.next.calledBack, clock(told.next, 'call-back').state]).toEqual([true, 'met']);
    expect(told.events).toMatchObject([{ type: 'case.called-back', facts: { attempt: 1, reached: true, solved: 'unsolved' } }]);
    expect(code(told.next, own)).toBe('409 case.called-back');
    expect(code(story(...CALLBACK, 'call-back'), own)).toBe('409 case.called-back');
    expect(code(story(...CALLBACK, ['call-back', { reached: false }]), own)).toBe('done');
    expect(code(story(...CLOSED), own)).toBe('409 case.action-not-open');
    expect(code(told.next, 'close')).toBe('done');
  });

  it('lets the complainant reopen within the window, and archives only beyond it', () => {
    const closed = story(...CLOSED);
    const end = closed.closedAt! + 30 * DAY;
    expect(code(closed, 'reopen', at(end))).toBe('done');
    expect(code(closed, 'reopen', at(end + 1))).toBe('409 case.within-reopening-window');
    expect(code(closed, 'archive', at(end))).toBe('409 case.beyond-reopening-window');
    expect(step(closed, 'archive', at(end + 1)).next.status).toBe('archived');
    const again = step(closed, 'reopen').next;
    expect(lead(again)).toMatchObject({ status: 'working', round: 2, returnLocked: true });
  });

  it('lets the complainant rate a round once', () => {
    const rated = step(story(...CLOSED), 'rate').next;
    expect(code(rated, 'rate')).toBe('409 case.not-rated');
  });

  it('shows an operator the particulars of the cases he registered, and of no others', () => {
    expect(code(byPhone, ['unmask', {}, operator])).toBe('done');
    expect(code(byPhone, ['unmask', {}, { ...operator, username: 'operator2' }])).toBe('403 case.role-may-not');
  });

  it('never moves a limit by urging, asking, messages or notes', () => {
    const one = story(...WORKING);
    for (const told of ['urge', 'ask', 'message', 'log-progress'] as const) {
      expect(step(one, told).next.limits.map(({ dueAt }) => dueAt)).toEqual(one.limits.map(({ dueAt }) => dueAt));
    }
  });

  it('takes the days of a suspension and of a return under decision out of the limit', () => {
    for (const [stop, go] of [
      ['suspend', 'resume'],
      ['request-return', 'refuse-return'],
    ] as const) {
      const signed = story(...WORKING);
      const stopped = step(signed, stop, at(signed.updatedAt + DAY)).next;
      const { next, events } = step(stopped, go, at(stopped.updatedAt + DAY));
      expect(clock(next, 'answer').dueAt).toBe(clock(signed, 'answer').dueAt + DAY);
      expect(events.map(({ type }) => type)).toContain('limit.moved');
    }
  });
});

/** What holds of a case at any moment, whoever did what. */
function faults(one: CaseState): string[] {
  const standing = one.limits.filter(({ state }) => state === 'running' || state === 'paused');
  const rules: [string, boolean][] = [
    ['an ended case has no clock', OPEN.includes(one.status) || standing.length === 0],
    ['an ended case knows when', OPEN.includes(one.status) || one.status === 'sealed' || one.closedAt !== null],
    ['an open case has no end', !OPEN.includes(one.status) || one.closedAt === null],
    ['a suspension is of a case in hand', one.suspendedAt === null || ['handling', 'pending_dispatch'].includes(one.status)],
    ['the end of a suspension goes with it', one.suspendedAt !== null || one.suspendedUntil === null],
    ['a suspended case has no running clock', one.suspendedAt === null || standing.every(({ state }) => state === 'paused')],
    ['a case in hand has a lead', one.status !== 'handling' || one.assignments.some((part) => part.role === 'lead' && !gone(part))],
    ['a department is on the case once', new Set(active(one)).size === active(one).length],
    ['one department leads', one.assignments.filter((part) => part.role === 'lead' && !gone(part)).length <= 1],
    ['rounds are counted', one.assignments.every(({ round }) => round >= 1 && round <= one.round)],
    [
      'the case at review has only answers',
      one.status !== 'pending_review' ||
        one.assignments.filter((part) => !gone(part)).every(({ status }) => /answered|accepted/.test(status)),
    ],
    ['every working department has an answer clock', one.status !== 'handling' || one.assignments.every((part) => hasClock(one, part))],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}
const gone = ({ status }: AssignmentState) => status === 'returned' || status === 'recalled';
const active = (one: CaseState) => one.assignments.filter((part) => !gone(part)).map(({ departmentCode }) => departmentCode);
const hasClock = (one: CaseState, part: AssignmentState) =>
  !['pending_sign', 'working', 'pending_sign_off', 'return_requested'].includes(part.status) ||
  one.limits.some((limit) => limit.name === 'answer' && limit.assignmentId === part.id && limit.endedAt === null);

/** Bodies that take different turns of the same action. */
const TURNS: Partial<Record<Action, Body[]>> = {
  dispatch: [{}, { assists: ['tax'] }, { lead: 'tax' }],
  suspend: [{}, { until: '2030-01-01T00:00:00+08:00' }],
  'call-back': [{}, { reached: false }],
  ...Object.fromEntries(
    (['grant-return', 'refuse-return', 'grant-extension', 'recall-assignment', 'send-back'] as const).map((action) => [
      action,
      [{}, { departmentCode: 'tax' }],
    ]),
  ),
};
const turns = (one: CaseState, by: Actor, policy: Policy): Told[] =>
  openActions(one, by, policy).flatMap((action) => (TURNS[action] ?? [{}]).map((body): Told => [action, body, by]));

describe('the graph of the table', () => {
  /** All states within two rounds and two departments at a time, as they are really reached; instants and words aside. */
  function explore(): Map<string, { one: CaseState; ways: string[]; told: string }> {
    const keyOf = (one: CaseState) =>
      JSON.stringify([
        one.status,
        one.round,
        one.assignments.filter((part) => !gone(part)).map((part) => [part.departmentCode, part.role, part.status]),
        one.assignments.filter(gone).at(-1)?.status,
        one.suspendedAt !== null,
        one.calledBack || one.callBackAttempts > 1,
      ]);
    const found = new Map<string, { one: CaseState; ways: string[]; told: string }>();
    const waiting = [web, byPhone, sealedAtOnce].map((one) => ({ one, told: 'opened' }));
    for (const { one, told } of waiting) {
      if (found.has(keyOf(one))) continue;
      const ways: string[] = [];
      found.set(keyOf(one), { one, ways, told });
      const policies = one.status === 'closed' ? [later(one), at(one.updatedAt + 31 * DAY)] : [later(one)];
      for (const policy of policies) {
        for (const by of EVERYBODY) {
          for (const turn of turns(one, by, policy)) {
            let after: CaseState;
            try {
              after = step(one, turn, policy).next;
            } catch (error) {
              if (error instanceof DomainError) continue;
              throw error;
            }
            if (after.round > 2 || after.assignments.length > 4) continue;
            ways.push(keyOf(after));
            if (!found.has(keyOf(after))) waiting.push({ one: after, told: `${told} > ${turn[0]}` });
          }
        }
      }
    }
    return found;
  }
  const found = explore();
  const states = [...found.values()];

  it('reaches every status of a case and of an assignment', () => {
    expect([...new Set(states.map(({ one }) => one.status))].sort()).toEqual([...CASE_STATUSES].sort());
    const parts = new Set(states.flatMap(({ one }) => one.assignments.map(({ status }) => status)));
    expect([...parts].sort()).toEqual([...ASSIGNMENT_STATUSES].sort());
  });

  it('leaves no state without a way to an end', () => {
    const ends = new Set([...found].filter(([, { one }]) => !OPEN.includes(one.status)).map(([key]) => key));
    for (let before = -1; before !== ends.size;) {
      before = ends.size;
      for (const [key, { ways }] of found) if (ways.some((way) => ends.has(way))) ends.add(key);
    }
    expect([...found.keys()].filter((key) => !ends.has(key))).toEqual([]);
  });

  it('ends nowhere but in the statuses that are ends', () => {
    const silent = [...found].filter(([key, { ways }]) => ways.every((way) => way === key)).map(([, { one }]) => one.status);
    expect(silent.filter((status) => OPEN.includes(status))).toEqual([]);
    const ended = states.filter(({ one }) => !OPEN.includes(one.status) && one.status !== 'closed');
    const moved = ended.flatMap(({ one, ways }) =>
      ways.map((way) => (JSON.parse(way) as [CaseStatus])[0]).filter((to) => to !== one.status),
    );
    expect(moved).toEqual([]);
  });

  it('keeps every state it reaches in order', () => {
    expect(states.flatMap(({ one, told }) => faults(one).map((fault) => `${fault}: ${told}`))).toEqual([]);
  });
});

const deepFrozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(deepFrozen);
  return value;
};

/** A walk of chance: each number picks one of the turns open to these people and how long they wait. */
function walk(
  start: CaseState,
  people: Actor[],
  picks: readonly (readonly [pick: number, hours: number])[],
  look: (before: CaseState, outcome: Outcome) => void,
) {
  let one = start;
  for (const [pick, hours] of picks) {
    const policy = at(one.updatedAt + hours * HOUR);
    const open = people.flatMap((by) => turns(one, by, policy));
    const turn = open[pick % Math.max(1, open.length)];
    if (!turn) continue;
    deepFrozen(one);
    let outcome: Outcome;
    try {
      outcome = step(one, turn, policy);
    } catch (error) {
      if (error instanceof DomainError) continue;
      throw error;
    }
    look(one, outcome);
    one = outcome.next;
  }
  return one;
}
const picks = (most: number) => fc.array(fc.tuple(fc.nat(10_000), fc.nat(60)), { maxLength: most });
/** The complainant's and the commission's ways out end most walks early; they are walked in the graph above. */
const STAYING = EVERYBODY.filter(({ roles }) => !roles.includes('complainant') && !roles.includes('inspector'));

describe('any sequence of actions', () => {
  it('by the handling department alone reaches neither an end, nor satisfaction, nor a later limit, nor being left out, nor review without its leader', () => {
    const starts = [
      story(...DISPATCHED),
      story(...WORKING),
      story(...CALLBACK, 'call-back', 're-handle'),
      story(...WORKING, 'suspend'),
      story(...CLOSED),
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), picks(25), (start, chosen) => {
        const end = walk(start, MARKET, chosen, () => undefined);
        expect(end.status === start.status || ['handling', 'pending_review'].includes(end.status)).toBe(true);
        expect(end).toMatchObject({
          calledBack: start.calledBack,
          callBackAttempts: start.callBackAttempts,
          rated: start.rated,
          closedAt: start.closedAt,
        });
        for (const limit of start.limits) expect(end.limits.find(({ id }) => id === limit.id)!.dueAt).toBeLessThanOrEqual(limit.dueAt);
        expect(end.limits).toHaveLength(start.limits.length);
        expect(['none', 'requested']).toContain(end.exclusion); // asked for, never granted by itself
        expect(walk(start, [handler], chosen, () => undefined).status).toBe(start.status);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves what came before untouched, counts versions by one, and names events in the past tense', () => {
    const past = /^(case|assignment|limit|card|explanation)\.([a-z]+-)*([a-z]+ed|sent-back|called-back|withdrawn)$/;
    fc.assert(
      fc.property(fc.constantFrom(web, byPhone, accusation), picks(60), (start, chosen) => {
        walk(start, STAYING, chosen, (before, { next, events }) => {
          const silent = next === before;
          expect(next.version).toBe(silent ? before.version : before.version + 1);
          expect(events.length).toBeGreaterThan(0);
          expect(events.map(({ type }) => type).filter((type) => !past.test(type) && type !== 'case.answered-directly')).toEqual([]);
          expect(faults(next)).toEqual([]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('closes no case that nobody called back about, and never hands an accusation to the accused', () => {
    fc.assert(
      fc.property(fc.constantFrom(byPhone, accusation), picks(80), (start, chosen) => {
        walk(start, STAYING, chosen, (before, { next }) => {
          if (next.status === 'closed' && before.status !== 'closed') expect(before.calledBack || before.callBackAttempts >= 2).toBe(true);
          if (next.accusation && next.accusedDepartmentCode) expect(active(next)).not.toContain(next.accusedDepartmentCode);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('tells of every due instant that moved', () => {
    fc.assert(
      fc.property(picks(60), (chosen) => {
        walk(byPhone, STAYING, chosen, (before, { next, events }) => {
          const moved = before.limits.filter(({ id, dueAt }) => next.limits.find((limit) => limit.id === id)!.dueAt !== dueAt);
          expect(events.filter(({ type }) => type === 'limit.moved')).toHaveLength(moved.length);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe('the mark of a listed project', () => {
  it('moves no clock that runs', () => {
    const marked = story('mark-project');
    expect(marked.limits).toEqual(web.limits);
    expect([marked.project, marked.version]).toEqual([true, web.version + 1]);
  });

  it('is set once, and before anybody has been given the case', () => {
    expect(() => story('mark-project', 'mark-project')).toThrow('case.already-project');
    expect(() => story('accept', 'dispatch', 'mark-project')).toThrow('case.action-not-open');
    expect(() => story(...WORKING, 'recall-assignment', 'mark-project')).toThrow('case.already-dispatched');
  });
});
