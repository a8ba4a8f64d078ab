import { opened } from './case-opening.js';
import type { CaseState, LimitState } from './case-state.js';
import { levelsDue } from './case-sweep.js';
import type { LimitSettings } from './limits.js';
import { HOUR, instantOf } from './time.js';
import { calendarOf } from './work-calendar.js';

const calendar = calendarOf(
  [],
  [2026],
  [
    [540, 720],
    [810, 1050],
  ],
);
const limits: LimitSettings = {
  version: 1,
  validFrom: '2024-01-01',
  rules: [{ limit: 'acceptance', when: {}, amount: 1, unit: 'working-days' }],
  lights: { amberShare: 0.25, amberWorkingDays: 1, redWorkingDays: 2 },
  extension: { times: 1, workingDays: 10, capCalendarDays: 60 },
  return: { workingDays: 1 },
  callBack: { attempts: 3 },
  reopen: { calendarDays: 30 },
  repeats: { days: 90, similarity: 0.5 },
};
const receivedAt = instantOf('2026-11-02', 600);
const waiting = opened(
  {
    caseNumber: '20261102000001',
    kind: 'complaint',
    urgency: 'normal',
    channel: 'web',
    categoryCode: '0102',
    accusedDepartmentCode: 'market',
    namesOfficial: false,
    project: false,
    registeredBy: 'complainant',
    flags: {},
  },
  { now: receivedAt, calendar, limits },
);
const clock = waiting.limits[0]!;
const withLimits = (...clocks: Partial<LimitState>[]): CaseState => ({
  ...waiting,
  limits: clocks.map((patch, index) => ({ ...clock, id: `${waiting.caseNumber}-${index + 1}`, ...patch })),
});
const types = ({ events }: { events: { type: string }[] }) => events.map(({ type }) => type);

describe('the sweep of the lights', () => {
  it('leaves a case alone while nothing is due', () => {
    expect(levelsDue(waiting, clock.amberAt - 1)).toEqual({ next: waiting, events: [] });
    expect(levelsDue(waiting, clock.amberAt - 1).next).toBe(waiting);
  });

  it('tells amber at its instant, and waits for one millisecond past the due instant', () => {
    const { next, events } = levelsDue(waiting, clock.amberAt);
    expect(events).toEqual([{ type: 'limit.amber', facts: { limit: 'acceptance', dueAt: clock.dueAt } }]);
    expect(next.limits[0]).toMatchObject({ level: 1, nextAt: clock.dueAt + 1 });
    expect(types(levelsDue(next, clock.dueAt))).toEqual([]);
    expect(types(levelsDue(next, clock.dueAt + 1))).toEqual(['limit.overdue']);
  });

  it('catches up on all levels in order after a pause of the machine, and has nothing more to tell', () => {
    const swept = levelsDue(waiting, clock.redAt);
    expect(types(swept)).toEqual(['limit.amber', 'limit.overdue', 'limit.red']);
    expect(swept.next.limits[0]).toMatchObject({ level: 3, nextAt: null });
    expect(types(levelsDue(swept.next, clock.redAt + HOUR))).toEqual([]);
  });

  it('tells the earliest light first when several clocks run', () => {
    const late = { amberAt: clock.dueAt + HOUR, dueAt: clock.dueAt + 3 * HOUR, nextAt: clock.dueAt + HOUR };
    const { events } = levelsDue(withLimits(late, {}), clock.dueAt + 2 * HOUR);
    expect(events.map(({ type, facts }) => [type, facts.dueAt])).toEqual([
      ['limit.amber', clock.dueAt],
      ['limit.overdue', clock.dueAt],
      ['limit.amber', late.dueAt],
    ]);
  });

  it('does not count for clocks that are paused, met or ended', () => {
    for (const state of ['paused', 'met', 'missed', 'ended'] as const) {
      expect(types(levelsDue(withLimits({ state }), clock.redAt))).toEqual([]);
    }
  });

  it('names the department whose clock it is', () => {
    const part = { id: `${waiting.caseNumber}-1`, departmentCode: 'market' };
    const one = { ...withLimits({ assignmentId: part.id }), assignments: [part] } as unknown as CaseState;
    expect(levelsDue(one, clock.amberAt).events[0]?.facts).toEqual({ limit: 'acceptance', departmentCode: 'market', dueAt: clock.dueAt });
  });

  it('changes neither version nor instant of the case', () => {
    const { next } = levelsDue(waiting, clock.redAt);
    expect({ ...next, limits: waiting.limits }).toEqual(waiting);
  });
});
