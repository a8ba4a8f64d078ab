import { publishedYears, seedDays } from '../calendar/holidays.js';
import { configJson } from '../platform/settings.js';
import { calendarHistory } from './calendar-history.js';
import { act } from './case-life.js';
import { opened, type Opening, registeredFacts } from './case-opening.js';
import { type Actor, COMPLAINANT, type NewEvent } from './case-state.js';
import { readLimitSettings } from './limits.js';
import { type CaseEvent, replay } from './replay.js';
import { BY_TYPE } from './replay-steps.js';
import { DAY, HOUR } from './time.js';
import { calendarOf, isWorkday } from './work-calendar.js';

const limits = readLimitSettings(configJson('limits.json'));
const calendar = calendarOf(seedDays(publishedYears()), publishedYears(), [
  [540, 720],
  [810, 1050],
]);
const rules = () => ({ calendar, limits });
const NOW = Date.parse('2026-03-02T10:00:00+08:00');
const NOTHING = { region: null, size: null, origin: null, amountFen: null, visits: null, basisShown: null, receiptGiven: null };
const OPENING: Opening = {
  ...{ caseNumber: '20260302000001', kind: 'complaint', urgency: 'normal', channel: 'phone', categoryCode: '0102' },
  ...{ accusedDepartmentCode: 'market', namesOfficial: false, project: false, registeredBy: 'operator1', flags: {} },
};
const departments = [{ code: 'market', level: 'city' as const, active: true }];
const staff = (role: Actor['roles'][number]): Actor => ({ username: role, name: role, roles: [role], departmentCode: 'market' });

/** The log of a case that is told step by step. */
class Told {
  events: CaseEvent[] = [];
  state = opened(OPENING, { ...rules(), now: NOW });
  now = NOW;

  constructor(particulars: Parameters<typeof registeredFacts>[1] = NOTHING) {
    this.tell([{ type: 'case.registered', facts: registeredFacts(this.state, particulars) }], staff('operator'));
  }

  tell(events: readonly NewEvent[], by: Actor): void {
    const { caseNumber, version } = this.state;
    const about = { at: this.now, caseNumber, version, username: by.username, role: by.roles[0]! };
    for (const { type, facts } of events) {
      this.events.push({ ...about, number: this.events.length + 1, type, facts: JSON.parse(JSON.stringify(facts)) as CaseEvent['facts'] });
    }
    if (this.events.length === 1) this.events[0]!.username = this.state.registeredBy;
  }

  do(action: Parameters<typeof act>[1], body: Record<string, unknown>, by: Actor, after = HOUR): this {
    this.now += after;
    const outcome = act(this.state, action, this.state.version, body, by, { ...rules(), now: this.now, departments });
    this.state = outcome.next;
    this.tell(outcome.events, by);
    return this;
  }
}

describe('a case from its log', () => {
  it('is what it was after every step of its life', () => {
    const told = new Told({ ...NOTHING, region: '西区', size: 'small', origin: 'outside', amountFen: 1250, visits: 3, basisShown: false });
    const [dispatcher, handler, leader, reviewer] = [staff('dispatcher'), staff('handler'), staff('leader'), staff('reviewer')];
    told.do('dispatch', { lead: 'market', summary: '摘要' }, dispatcher);
    told.do('sign', {}, handler).do('log-progress', { text: '已联系', contacted: true }, handler);
    told.do('request-extension', { workingDays: 5, reason: '鉴定' }, handler);
    told.do('grant-extension', { departmentCode: 'market' }, dispatcher);
    told.do('suspend', { ground: 'force-majeure', until: new Date(told.now + 3 * DAY + 1).toISOString() }, dispatcher);
    told.do('resume', {}, dispatcher, 2 * DAY);
    const answer = { finding: 'partly-true', solved: 'solved', internalNote: '', publicReply: '已办' };
    told.do('answer', answer, handler).do('decline-sign-off', { reason: '重拟' }, leader);
    told.do('answer', answer, leader).do('pass', {}, reviewer);
    told.do('call-back', { reached: true, solved: 'unsolved', satisfiedResult: 'dissatisfied' }, reviewer);
    told.do('re-handle', { reason: '没有解决' }, reviewer).do('answer', answer, handler).do('sign-off', {}, leader);
    told.do('pass', {}, reviewer).do('call-back', { reached: true, solved: 'solved', satisfiedResult: 'satisfied' }, reviewer);
    told.do('close', {}, reviewer).do('reopen', { reason: '又来了' }, COMPLAINANT);
    const again = replay(told.events, rules)!;
    expect(again.state).toEqual(told.state);
    expect(again.particulars).toMatchObject({ region: '西区', size: 'small', origin: 'outside', amountFen: 1250, basisShown: false });
    expect(again.callBacks.map(({ round, satisfiedResult }) => [round, satisfiedResult])).toEqual([
      [1, 'dissatisfied'],
      [2, 'satisfied'],
    ]);
  });

  it('has what the office did as actions, and not what it told beside the case', () => {
    const [dispatcher, supervisor] = [staff('dispatcher'), staff('supervisor')];
    const told = new Told().do('dispatch', { lead: 'market', summary: '摘要' }, dispatcher);
    told.do('supervise', { orderNumber: 'DB2026-0001', mode: 'key', task: '限期整改', dueAt: '2026-04-01T17:30:00+08:00' }, supervisor);
    told.do('card', { cardId: 'c1', departmentCode: 'market', colour: 'red', ground: '推诿' }, supervisor);
    told.do('explain', { explanationId: 'e1', dueAt: NOW + DAY, text: '说明' }, supervisor);
    told.do('urge', { departmentCode: 'market', text: '请办', limit: 'answer' }, { ...supervisor, roles: ['system'] });
    told.tell([{ type: 'card.issued', facts: { cardId: 'c2', departmentCode: 'market', colour: 'yellow', rule: 'overdue' } }], supervisor);
    expect([replay(told.events, rules)!.state, told.state.version]).toEqual([told.state, 6]);
  });

  it('is sealed from its first moment when the category says so, and the log tells no more of it', () => {
    const sealed = opened({ ...OPENING, flags: { sealed: true } }, { ...rules(), now: NOW });
    expect(registeredFacts(sealed, NOTHING)).toEqual({ kind: 'complaint', channel: 'phone' });
    const about = { at: NOW, caseNumber: sealed.caseNumber, version: 1, username: 'operator1', role: 'operator' };
    const events = [
      { ...about, number: 1, type: 'case.registered', facts: registeredFacts(sealed, NOTHING) },
      { ...about, number: 2, type: 'case.sealed', facts: { why: 'category' } },
    ];
    expect(replay(events, rules)!.state).toMatchObject({ status: 'sealed', version: 1, receivedAt: NOW, limits: [] });
  });

  it('is none without its beginning, and is not made of what does not fit', () => {
    const told = new Told().do('dispatch', { lead: 'market', summary: '摘要' }, staff('dispatcher'));
    expect(replay(told.events.slice(1), rules)).toBeUndefined();
    const [first] = told.events;
    const odd = { ...told.events[1]!, type: 'case.closed', facts: {} };
    expect(() => replay([first!, odd], rules)).toThrow('case.closed of case 20260302000001 does not fit pending_dispatch');
  });

  it('knows the actions behind every type they tell', () => {
    expect(BY_TYPE.get('assignment.answered')!.map(({ action }) => action)).toEqual(['answer', 'sign-off']);
    expect(BY_TYPE.get('case.viewed')).toBeUndefined();
  });
});

describe('the calendar at a number of the log', () => {
  const of = (...days: [string, 'off' | 'work'][]) => ({ published: true, days });
  const changes = [
    { number: 10, year: 2026, was: of(['2026-03-03', 'off']), is: of(['2026-03-04', 'off']) },
    { number: 20, year: 2026, was: of(['2026-03-04', 'off']), is: { published: false, days: [] } },
  ];
  const at = calendarHistory(calendarOf([{ day: '2025-10-01', kind: 'off' }], [2025], [[540, 720]]), changes);
  it.each([
    [1, '2026-03-03', false, true],
    [9, '2026-03-04', true, true],
    [10, '2026-03-03', true, true],
    [19, '2026-03-04', false, true],
    [20, '2026-03-04', true, false],
    [999, '2025-10-01', false, false],
    [1, '2025-10-01', false, true],
  ])('at %i, %s: works %s, notice known %s', (number, day, works, known) => {
    expect([isWorkday(at(number), day), at(number).published.has(2026)]).toEqual([works, known]);
  });
});
