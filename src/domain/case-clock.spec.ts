import { seedDays } from '../calendar/holidays.js';
import {
  type ClockPolicy,
  endLimits,
  extendLimits,
  movedEvents,
  pauseLimits,
  recomputeLimits,
  resumeLimits,
  startLimit,
  withNearestLimit,
} from './case-clock.js';
import { assign } from './case-assignments.js';
import { opened } from './case-opening.js';
import type { CaseState, LimitState } from './case-state.js';
import type { LimitSettings } from './limits.js';
import { type Instant, isoOf } from './time.js';
import { calendarOf } from './work-calendar.js';

const DUTY = [
  [540, 720],
  [810, 1050],
] as const;
const calendar = calendarOf(seedDays([2026]), [2026], DUTY);
const limits: LimitSettings = {
  version: 3,
  validFrom: '2024-01-01',
  rules: [
    { limit: 'acceptance', when: {}, amount: 1, unit: 'working-days' },
    { limit: 'sign', when: {}, amount: 2, unit: 'duty-hours' },
    { limit: 'first-contact', when: { kind: ['report'] }, amount: 0, unit: 'working-days' },
    { limit: 'first-contact', when: {}, amount: 1, unit: 'working-days' },
    { limit: 'answer', when: { urgency: ['critical'] }, amount: 24, unit: 'hours' },
    { limit: 'answer', when: {}, amount: 5, unit: 'working-days' },
    { limit: 'call-back', when: {}, amount: 2, unit: 'working-days' },
  ],
  lights: { amberShare: 0.25, amberWorkingDays: 1, redWorkingDays: 2 },
  extension: { times: 1, workingDays: 10, capCalendarDays: 60 },
  return: { workingDays: 1 },
  callBack: { attempts: 3 },
  reopen: { calendarDays: 30 },
  repeats: { days: 90, similarity: 0.5 },
};
const at = (text: string): Instant => Date.parse(`2026-${text.replace(' ', 'T')}:00+08:00`);
const told = (instant: Instant | null | undefined): string => (instant == null ? '–' : isoOf(instant).slice(5, 16).replace('T', ' '));
const on = (text: string, cal = calendar): ClockPolicy => ({ now: at(text), calendar: cal, limits });

/** A case with one department, handed over at that minute; only the named clocks run. */
function handed(
  when: string,
  names: readonly ('sign' | 'first-contact' | 'answer')[] = ['answer'],
  more: Partial<CaseState> = {},
): CaseState {
  const flags = {};
  const matter = { caseNumber: '20260302000001', kind: 'complaint', urgency: 'normal', channel: 'phone', categoryCode: null } as const;
  const rest = { accusedDepartmentCode: null, namesOfficial: false, project: false, registeredBy: 'operator1', flags };
  const placed = assign({ ...opened({ ...matter, ...rest }, on(when)), ...more }, 'market', 'lead', false, at(when));
  return names.reduce((one, name) => startLimit(one, name, one.assignments[0]!, on(when)), placed);
}
const clock = (one: CaseState, name = 'answer'): LimitState => one.limits.find((limit) => limit.name === name)!;
const ALL = {};

describe('a clock that starts', () => {
  it.each([
    ['03-02 10:00', 'answer', '03-09 17:30'],
    ['03-02 17:30', 'answer', '03-10 17:30'],
    ['03-02 16:30', 'sign', '03-03 10:00'],
    ['03-02 11:00', 'sign', '03-02 14:30'],
    ['04-30 10:00', 'answer', '05-11 17:30'],
    ['02-13 10:00', 'answer', '02-27 17:30'],
  ] as const)('on %s for %s ends on %s', (start, name, end) => {
    expect(told(clock(handed(start, [name]), name).dueAt)).toBe(end);
  });

  it('keeps the version of the rules it started under', () => {
    expect(clock(handed('03-02 10:00'))).toMatchObject({ ruleVersion: 3, unit: 'working-days', amount: 5, level: 0, state: 'running' });
  });

  it('does not start where the rule says there is none', () => {
    expect(handed('03-02 10:00', ['first-contact'], { kind: 'report' }).limits).toEqual([]);
  });

  it('is looked at next when its amber light comes on, here at a quarter of the duty time left', () => {
    const { amberAt, nextAt } = clock(handed('03-02 10:00'));
    expect([told(amberAt), nextAt]).toEqual(['03-06 14:15', amberAt]);
  });
});

describe('a pause', () => {
  it.each([
    ['an hour within a day moves nothing that is counted in days', 'answer', '03-03 10:00', '03-03 11:00', '03-09 17:30'],
    ['over the end of duty of one day moves it by that day', 'answer', '03-03 10:00', '03-04 09:30', '03-10 17:30'],
    ['over three ends of duty moves it by three days', 'answer', '03-03 10:00', '03-06 10:00', '03-12 17:30'],
    ['over a weekend alone moves nothing', 'answer', '03-06 18:00', '03-09 08:00', '03-09 17:30'],
    ['of an hour of duty moves a clock of duty hours by it', 'sign', '03-02 10:30', '03-02 11:30', '03-02 14:30'],
    ['over noon moves it by the duty in it alone', 'sign', '03-02 11:00', '03-02 14:00', '03-02 15:00'],
    ['at night moves it not at all', 'sign', '03-02 18:00', '03-03 08:00', '03-02 12:00'],
  ] as const)('%s', (_, name, from, to, due) => {
    const paused = pauseLimits(handed('03-02 10:00', [name]), ALL, at(from));
    expect(clock(paused, name)).toMatchObject({ state: 'paused', nextAt: null });
    const resumed = clock(resumeLimits(paused, ALL, on(to)), name);
    expect([told(resumed.dueAt), resumed.state]).toEqual([due, 'running']);
  });

  it('twice adds up', () => {
    const once = resumeLimits(pauseLimits(handed('03-02 10:00'), ALL, at('03-03 10:00')), ALL, on('03-04 10:00'));
    const twice = resumeLimits(pauseLimits(once, ALL, at('03-05 10:00')), ALL, on('03-06 10:00'));
    expect([told(clock(once).dueAt), told(clock(twice).dueAt)]).toEqual(['03-10 17:30', '03-11 17:30']);
  });

  it('over a clock of plain hours moves it by its length, night or day', () => {
    const critical = handed('03-02 10:00', ['answer'], { urgency: 'critical' });
    const resumed = resumeLimits(pauseLimits(critical, ALL, at('03-02 20:00')), ALL, on('03-03 02:30'));
    expect([told(clock(critical).dueAt), told(clock(resumed).dueAt)]).toEqual(['03-03 10:00', '03-03 16:30']);
  });

  it('does not save a clock that was overdue before it', () => {
    const late = resumeLimits(pauseLimits(handed('03-02 10:00'), ALL, at('03-10 10:00')), ALL, on('03-13 10:00'));
    expect(clock(late)).toMatchObject({ dueAt: at('03-09 17:30'), pauses: [] });
  });

  it('holds the named clocks of the named department alone', () => {
    const both = handed('03-02 10:00', ['sign', 'answer']);
    const paused = pauseLimits(both, { names: ['sign'] }, at('03-02 11:00'));
    expect([clock(paused, 'sign').state, clock(paused).state]).toEqual(['paused', 'running']);
    expect(pauseLimits(both, { assignmentId: 'another' }, at('03-02 11:00'))).toEqual(both);
  });

  it('does not begin again what has ended', () => {
    const met = endLimits(handed('03-02 10:00'), ALL, 'met', at('03-03 10:00'));
    expect(resumeLimits(pauseLimits(met, ALL, at('03-04 10:00')), ALL, on('03-05 10:00'))).toEqual(met);
  });
});

describe('an extension', () => {
  const id = handed('03-02 10:00').assignments[0]!.id;

  it.each([
    [1, '03-10 17:30'],
    [5, '03-16 17:30'],
    [10, '03-23 17:30'],
  ])('of %i working days moves the answer to %s', (days, due) => {
    const before = handed('03-02 10:00', ['sign', 'answer']);
    const after = extendLimits(before, id, days, on('03-05 10:00'));
    expect(told(clock(after).dueAt)).toBe(due);
    expect(clock(after, 'sign')).toEqual(clock(before, 'sign'));
    expect(movedEvents(before, after, 'grant-extension')).toEqual([
      {
        type: 'limit.moved',
        facts: { limit: 'answer', from: at('03-09 17:30'), to: at(due), why: 'grant-extension', departmentCode: 'market' },
      },
    ]);
  });

  it('puts the light back to green, so that the new amber is told again', () => {
    const amber: CaseState = handed('03-02 10:00');
    const lit = { ...amber, limits: amber.limits.map((limit) => ({ ...limit, level: 1, nextAt: limit.dueAt + 1 })) };
    const after = clock(extendLimits(lit, id, 5, on('03-09 10:00')));
    expect([after.level, told(after.nextAt)]).toEqual([0, '03-12 11:00']);
  });

  it('and a pause hold together', () => {
    const extended = extendLimits(handed('03-02 10:00'), id, 5, on('03-04 10:00'));
    const resumed = resumeLimits(pauseLimits(extended, ALL, at('03-05 10:00')), ALL, on('03-06 10:00'));
    expect(told(clock(resumed).dueAt)).toBe('03-17 17:30');
  });
});

describe('a change of the calendar', () => {
  const holiday = calendarOf([...seedDays([2026]), { day: '2026-03-05', kind: 'off' }], [2026], DUTY);
  const makeUp = calendarOf([...seedDays([2026]), { day: '2026-03-07', kind: 'work' }], [2026], DUTY);

  it.each([
    ['a new day off', holiday, '03-10 17:30'],
    ['a make-up Saturday', makeUp, '03-07 17:30'],
    ['nothing that matters', calendarOf([...seedDays([2026]), { day: '2026-03-20', kind: 'off' }], [2026], DUTY), '03-09 17:30'],
  ])('with %s moves an open limit to where it would have been', (_, cal, due) => {
    expect(told(clock(recomputeLimits(handed('03-02 10:00'), on('03-03 10:00', cal))).dueAt)).toBe(due);
  });

  it('is told once for each moved clock and not at all for the others', () => {
    const before = handed('03-02 10:00', ['sign', 'answer']);
    const after = recomputeLimits(before, on('03-03 10:00', holiday));
    expect(movedEvents(before, after, 'calendar').map(({ facts }) => [facts.limit, facts.why])).toEqual([['answer', 'calendar']]);
    expect(recomputeLimits(after, on('03-03 10:00', holiday))).toEqual(after);
  });

  it('leaves alone what has ended', () => {
    const met = endLimits(handed('03-02 10:00'), ALL, 'met', at('03-03 10:00'));
    expect(recomputeLimits(met, on('03-04 10:00', holiday))).toEqual(met);
  });

  it('keeps extension and pauses', () => {
    const id = handed('03-02 10:00').assignments[0]!.id;
    const moved = pauseLimits(extendLimits(handed('03-02 10:00'), id, 1, on('03-03 10:00')), ALL, at('03-03 12:00'));
    const resumed = resumeLimits(moved, ALL, on('03-04 12:00'));
    expect([told(clock(resumed).dueAt), told(clock(recomputeLimits(resumed, on('03-04 13:00', holiday))).dueAt)]).toEqual([
      '03-11 17:30',
      '03-12 17:30',
    ]);
  });
});

describe('a clock that ends', () => {
  it.each([
    ['met', '03-09 17:30', 'met'],
    ['met', '03-09 17:31', 'missed'],
    ['ended', '03-12 10:00', 'ended'],
  ] as const)('as %s on %s is %s', (as, when, state) => {
    expect(clock(endLimits(handed('03-02 10:00'), ALL, as, at(when)))).toMatchObject({ state, endedAt: at(when), nextAt: null });
  });

  it('in a pause closes the pause and is not missed', () => {
    const paused = pauseLimits(handed('03-02 10:00'), ALL, at('03-03 10:00'));
    const ended = clock(endLimits(paused, ALL, 'met', at('03-20 10:00')));
    expect(ended).toMatchObject({ state: 'met', pauses: [{ from: at('03-03 10:00'), to: at('03-20 10:00') }] });
  });
});

describe('a clock that ends while it stands still', () => {
  it.each([
    ['in time', '03-09 17:30', 'met'],
    ['already late', '03-09 17:31', 'missed'],
  ] as const)('and was stopped %s at %s is %s', (_, stopped, state) => {
    const paused = pauseLimits(handed('03-02 10:00'), ALL, at(stopped));
    expect(clock(endLimits(paused, ALL, 'met', at('03-20 10:00')))).toMatchObject({ state });
    expect(clock(endLimits(paused, ALL, 'ended', at('03-20 10:00')))).toMatchObject({ state: 'ended' });
  });
});

describe('the nearest clock', () => {
  it('is the first to end of those that run, and none when none runs', () => {
    const both = handed('03-02 10:00', ['answer', 'sign']);
    expect(withNearestLimit(both)).toMatchObject({ limitName: 'sign', dueAt: at('03-02 12:00') });
    const signed = endLimits(both, { names: ['sign'] }, 'met', at('03-02 11:00'));
    expect(withNearestLimit(signed)).toMatchObject({ limitName: 'answer', dueAt: at('03-09 17:30') });
    expect(withNearestLimit(pauseLimits(signed, ALL, at('03-02 12:00')))).toMatchObject({ limitName: null, dueAt: null, amberAt: null });
  });
});
