import fc from 'fast-check';
import { seedDays } from '../calendar/holidays.js';
import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import { CARD_STEPS, CONCERN_STEPS, EXPLANATION_STEPS, officeStep, openSteps, ORDER_STEPS } from './office-steps.js';
import { PART_STATUSES } from './office-vocabulary.js';
import { openOrderActions, orderStep, type OrderState, performOrder } from './supervision-life.js';
import { issuedOrder, joinedOrder, type OrderInput, periodicLimits } from './supervision-opening.js';
import { type Instant, isoOf } from './time.js';
import { type Role, ROLES } from './vocabulary.js';
import { calendarOf } from './work-calendar.js';

const calendar = calendarOf(
  seedDays([2026, 2027]),
  [2026],
  [
    [540, 720],
    [810, 1050],
  ],
);
const at = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}+08:00`);
const day = (instant: Instant): string => isoOf(instant).slice(0, 10);
const NOW = at('2026-11-02 10:00');
const person = (role: Role, departmentCode?: string): Actor => ({
  username: departmentCode ? `${departmentCode}.${role}` : role,
  name: role,
  roles: [role],
  ...(departmentCode ? { departmentCode } : {}),
});
const supervisor = person('supervisor');
const market = person('handler', 'market');
const tax = person('leader', 'tax');

const input = (patch: Partial<OrderInput> = {}): OrderInput => ({
  ...{ orderNumber: 'DB2026-0001', mode: 'key', form: 'ordinary', task: '限期整改', dueAt: at('2026-11-20 17:30') },
  ...{ departments: ['market', 'tax'], caseNumbers: ['20261102000001'] },
  ...patch,
});
const issued = (patch: Partial<OrderInput> = {}): OrderState => issuedOrder(input(patch), NOW, calendar);
type Told = [by: Actor, action: string, body?: object];
const step = (order: OrderState, [by, action, body = {}]: Told, now = NOW) =>
  performOrder(orderStep(order, action, order.version, by), order, { ...body, reportId: `r${order.version}` }, by, now);
const story = (order: OrderState, ...told: Told[]): OrderState => told.reduce((one, next) => step(one, next).next, order);
const refusal = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const fields = error.facts.fields as { field: string; code: string }[] | undefined;
    return [error.status, error.code, ...(fields?.map(({ field, code }) => `${field} ${code}`) ?? [])].join(' ');
  }
};
const STAGED: Partial<OrderInput> = {
  mode: 'staged',
  stages: [
    { task: '摸底', dueAt: at('2026-11-10 17:30') },
    { task: '办结', dueAt: at('2026-11-20 17:30') },
  ],
};

describe('an order that is issued', () => {
  it.each<[what: string, patch: Partial<OrderInput>, refused: string]>([
    ['a limit that has passed', { dueAt: NOW }, '422 input.invalid dueAt not-in-future'],
    ['a joint order for one', { form: 'joint', departments: ['tax'] }, '422 input.invalid departments too-few'],
    ['stages of a key order', { stages: STAGED.stages }, '422 input.invalid stages not-staged'],
    ['stages whose limits do not rise', { ...STAGED, stages: [...STAGED.stages!].reverse() }, '422 input.invalid stages not-rising'],
    ['a recurrence of a key order', { recurrence: 'week' }, '422 input.invalid recurrence not-periodic'],
  ])('refuses %s', (_what, patch, refused) => {
    expect(refusal(() => issued(patch))).toBe(refused);
  });

  it.each<[what: string, patch: Partial<OrderInput>, stages: string[], next: string | null]>([
    ['one stage', {}, ['2026-11-20'], '2026-11-20'],
    ['its own stages', STAGED, ['2026-11-10', '2026-11-20'], '2026-11-10'],
    ['a stage a week', { mode: 'periodic', recurrence: 'week' }, ['2026-11-09', '2026-11-16', '2026-11-20'], '2026-11-09'],
    [
      'a stage a month unless told otherwise',
      { mode: 'periodic', dueAt: at('2026-12-31 17:30') },
      ['2026-12-02', '2026-12-31'],
      '2026-12-02',
    ],
    ['its limit, without a department', { departments: [] }, ['2026-11-20'], '2026-11-20'],
  ])('has %s', (_what, patch, stages, next) => {
    const order = issued(patch);
    expect(order.stages.map(({ dueAt }) => day(dueAt))).toEqual(stages);
    expect(order.nextDueAt === null ? null : day(order.nextDueAt)).toBe(next);
  });

  it.each<[every: 'week' | 'month', from: string, to: string, limits: string[]]>([
    ['month', '2026-01-30 10:00', '2026-04-30 17:30', ['2026-02-28', '2026-03-30', '2026-04-30']],
    ['month', '2026-08-31 10:00', '2026-10-31 17:30', ['2026-09-30', '2026-10-31']],
    ['week', '2026-09-24 10:00', '2026-10-20 17:30', ['2026-10-08', '2026-10-08', '2026-10-15', '2026-10-20']],
    ['week', '2026-11-02 10:00', '2026-11-09 17:30', ['2026-11-09']],
  ])('comes every %s from %s to %s', (every, from, to, limits) => {
    expect(periodicLimits(every, at(from), at(to), calendar).map(day)).toEqual(limits);
  });
});

describe('the life of an order', () => {
  it.each<[what: string, before: Told[], who: Actor, open: string[]]>([
    ['a department that has not signed', [], market, ['sign']],
    ['the supervisor meanwhile', [], supervisor, ['conclude', 'withdraw']],
    ['a department at work', [[market, 'sign']], market, ['report']],
    ['the other one, which has not signed', [[market, 'sign']], tax, ['sign']],
    [
      'a department that has reported',
      [
        [market, 'sign'],
        [market, 'report', { text: '已办' }],
      ],
      market,
      [],
    ],
    [
      'the supervisor then',
      [
        [market, 'sign'],
        [market, 'report', { text: '已办' }],
      ],
      supervisor,
      ['accept', 'return', 'conclude', 'withdraw'],
    ],
    [
      'a department whose report was returned',
      [
        [market, 'sign'],
        [market, 'report', { text: '已办' }],
        [supervisor, 'return', { departmentCode: 'market', reason: '不实' }],
      ],
      market,
      ['report'],
    ],
    ['nobody, once concluded', [[supervisor, 'conclude', { finding: 'not-done', text: '未办' }]], supervisor, []],
    ['nobody, once withdrawn', [[supervisor, 'withdraw', { reason: '误发' }]], market, []],
    ['a department that is not in it', [], person('handler', 'fire'), []],
    ['who only reads', [], person('commissioner'), []],
  ])('is open to %s', (_what, before, who, open) => {
    expect(openOrderActions(story(issued(), ...before), who)).toEqual(open);
  });

  it('opens a button exactly for what would be done', () => {
    const orders = [issued(), story(issued(), [market, 'sign']), story(issued(), [market, 'sign'], [market, 'report', { text: '已办' }])];
    for (const order of orders) {
      for (const by of [supervisor, market, tax, ...ROLES.map((role) => person(role))]) {
        const done = ORDER_STEPS.filter(({ action }) => refusal(() => orderStep(order, action, order.version, by)) === 'done');
        expect(done.map(({ action }) => action)).toEqual(openOrderActions(order, by));
      }
    }
  });

  it.each<[what: string, before: Told[], told: Told, refused: string]>([
    ['a role', [], [market, 'conclude'], '403 order.role-may-not'],
    ['a second signature', [[market, 'sign']], [market, 'sign'], '409 order.action-not-open'],
    ['a report before the signature', [], [market, 'report', { text: '已办' }], '409 order.action-not-open'],
    ['an unknown step', [], [supervisor, 'burn'], '409 order.action-not-open'],
    [
      'a department that has not reported',
      [
        [market, 'sign'],
        [market, 'report', { text: '已办' }],
      ],
      [supervisor, 'accept', { departmentCode: 'tax' }],
      '422 input.invalid departmentCode not-in-order',
    ],
    [
      '“done” before all is accepted',
      [],
      [supervisor, 'conclude', { finding: 'done', text: '好' }],
      '422 input.invalid finding not-all-accepted',
    ],
    [
      'a false closing of nobody named',
      [],
      [supervisor, 'conclude', { finding: 'false-closing', text: '假' }],
      '422 input.invalid departmentCode not-in-order',
    ],
    [
      'a false closing of another case',
      [],
      [supervisor, 'conclude', { finding: 'false-closing', text: '假', departmentCode: 'tax', caseNumbers: ['20261102000009'] }],
      '422 input.invalid caseNumbers not-in-order',
    ],
  ])('refuses %s', (_what, before, told, refused) => {
    expect(refusal(() => step(story(issued(), ...before), told))).toBe(refused);
  });

  it('refuses what was decided on an older version, after the role and before all else', () => {
    const order = story(issued(), [market, 'sign']);
    expect(refusal(() => orderStep(order, 'sign', 1, market))).toBe('409 order.stale');
    expect(refusal(() => orderStep(order, 'conclude', 1, market))).toBe('403 order.role-may-not');
  });

  it('leads a department from stage to stage, and what is owed next moves with it', () => {
    const first = story(issued({ ...STAGED, departments: ['market'] }), [market, 'sign'], [market, 'report', { text: '37 户' }]);
    expect([first.parts[0]!.status, first.nextDueAt]).toEqual(['reported', null]);
    const second = story(first, [supervisor, 'accept', { departmentCode: 'market' }]);
    expect(second.parts[0]).toMatchObject({ status: 'working', stage: 2 });
    expect(day(second.nextDueAt!)).toBe('2026-11-20');
    const done = story(second, [market, 'report', { text: '办结' }], [supervisor, 'accept', { departmentCode: 'market' }]);
    expect([done.parts[0]!.status, done.nextDueAt]).toEqual(['accepted', null]);
    expect(done.reports.map(({ stage, state }) => `${stage} ${state}`)).toEqual(['1 accepted', '2 accepted']);
    expect(step(done, [supervisor, 'conclude', { finding: 'done', text: '好' }]).next.status).toBe('concluded');
  });

  it('names the cases that were falsely closed, and tells the conclusion', () => {
    const outcome = step(issued({ departments: ['market'] }), [supervisor, 'conclude', { finding: 'false-closing', text: '假' }]);
    expect(outcome.falseClosings).toEqual([{ caseNumber: '20261102000001', departmentCode: 'market' }]);
    expect(outcome.events).toEqual([
      { type: 'supervision.concluded', facts: { orderNumber: 'DB2026-0001', finding: 'false-closing', departments: ['market'] } },
    ]);
  });

  it('takes in the department a case is given to later', () => {
    const order = joinedOrder(issued({ departments: [] }), 'fire');
    expect(order.parts).toEqual([{ departmentCode: 'fire', status: 'pending_sign', stage: 1, signedAt: null }]);
    expect(order.version).toBe(2);
  });

  it('counts versions by one and leaves every part in a status of the table, whatever is done', () => {
    const people = [supervisor, market, tax];
    const body = { text: '文', reason: '因', finding: 'partly-done', departmentCode: 'market' };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(9)), { maxLength: 30 }), (turns) => {
        let order = issued(STAGED);
        for (const [who, pick] of turns) {
          const open = openOrderActions(order, people[who]!);
          const action = open[pick % Math.max(1, open.length)];
          if (!action) continue;
          try {
            const { next, events } = step(order, [people[who]!, action, body]);
            expect(next.version).toBe(order.version + 1);
            expect(events).toHaveLength(1);
            expect(next.parts.every(({ status, stage }) => PART_STATUSES.includes(status) && stage <= 2)).toBe(true);
            expect(next.status === 'open' || next.nextDueAt === null).toBe(true);
            order = next;
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
          }
        }
      }),
    );
  });
});

describe('the lives of the other papers', () => {
  const leader = person('leader', 'market');
  it.each([
    ['a card that was given, to its leader', CARD_STEPS, 'issued', leader, ['appeal']],
    ['a card that was given, to the supervisor', CARD_STEPS, 'issued', supervisor, ['withdraw']],
    ['a card under appeal, to the supervisor', CARD_STEPS, 'appealed', supervisor, ['uphold', 'withdraw']],
    ['a card that stands', CARD_STEPS, 'upheld', supervisor, []],
    ['a card that was withdrawn', CARD_STEPS, 'withdrawn', leader, []],
    ['a letter that is owed, to its leader', EXPLANATION_STEPS, 'demanded', leader, ['draft', 'give']],
    ['a letter that is owed, to the supervisor', EXPLANATION_STEPS, 'demanded', supervisor, []],
    ['a letter that was given, to the supervisor', EXPLANATION_STEPS, 'given', supervisor, ['accept', 'return', 'hold-to-account']],
    ['a letter that came back, to its leader', EXPLANATION_STEPS, 'returned', leader, ['draft', 'give']],
    ['a letter that was accepted, to the supervisor', EXPLANATION_STEPS, 'accepted', supervisor, ['hold-to-account']],
    ['a concern, to the supervisor', CONCERN_STEPS, 'open', supervisor, ['take', 'dismiss']],
    ['a concern, to a leader', CONCERN_STEPS, 'open', leader, []],
  ] as const)('%s, is open for what the table says', (_what, rows, status, by, open) => {
    expect(openSteps(rows, status, by)).toEqual(open);
  });

  it('refuses in the order of the house: role, version, status', () => {
    const card = { status: 'upheld', version: 3 };
    const refused = (action: string, version: number, by: Actor) =>
      refusal(() => officeStep('card', CARD_STEPS, card, { action, version }, by));
    expect(refused('appeal', 2, supervisor)).toBe('403 card.role-may-not');
    expect(refused('uphold', 2, supervisor)).toBe('409 card.stale');
    expect(refused('uphold', 3, supervisor)).toBe('409 card.action-not-open');
    expect(refused('burn', 3, supervisor)).toBe('409 card.action-not-open');
  });
});
