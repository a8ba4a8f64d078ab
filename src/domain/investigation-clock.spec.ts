import { readFileSync } from 'node:fs';
import { endClocks, type InvestigationClock, investigationTimes, nearestClock, recountClocks, startClock } from './investigation-clock.js';
import { openedInvestigation } from './investigation-opening.js';
import { readInvestigationSettings, settingsAt, settingsOf } from './investigation-settings.js';
import type { Actor } from './case-state.js';
import { isoOf } from './time.js';
import { calendarOf } from './work-calendar.js';

const DUTY: [number, number][] = [
  [540, 720],
  [810, 1050],
];
/** The notice for the spring of 2026, as far as the examples touch it. */
const HOLIDAYS = [
  ...['2026-02-15', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20', '2026-02-21', '2026-02-22', '2026-02-23'].map(
    (day) => ({ day, kind: 'off' as const }),
  ),
  ...['2026-02-14', '2026-02-28'].map((day) => ({ day, kind: 'work' as const })),
];
const calendar = calendarOf(HOLIDAYS, [2025, 2026], DUTY);
const versions = readInvestigationSettings(JSON.parse(readFileSync('config/investigations.json', 'utf8')));
const settings = versions[0]!;
const at = (text: string): number => Date.parse(`${text}+08:00`);
const clockAt = (text: string): InvestigationClock => ({ now: at(text), calendar, settings });
const inspector: Actor = { username: 'i1', name: 'i1', roles: ['inspector'] };
const opened = (text: string, reporters: string[] = []) =>
  openedInvestigation(
    {
      investigationNumber: 'X20260001',
      source: 'report',
      title: 't',
      text: 'x',
      categoryCode: null,
      departments: [],
      caseNumbers: reporters,
      reporters,
    },
    inspector,
    clockAt(text),
  ).next;

describe('the clocks of an investigation', () => {
  it.each([
    // a month is the day of the same number
    ['months', 1, '2026-03-02T10:00:00', '2026-04-02T17:30:00'],
    ['months', 2, '2026-03-02T10:00:00', '2026-05-04T17:30:00'],
    // 2026-01-31 is a Saturday: it counts as Monday the 2nd
    ['months', 1, '2026-01-31T10:00:00', '2026-03-02T17:30:00'],
    // after duty: the next working day
    ['months', 1, '2026-03-02T18:00:00', '2026-04-03T17:30:00'],
    // the last of a shorter month, which is a make-up working day here
    ['months', 1, '2026-01-30T10:00:00', '2026-02-28T17:30:00'],
    // a Saturday moves to Monday
    ['months', 6, '2026-03-05T10:00:00', '2026-09-07T17:30:00'],
    ['working-days', 15, '2026-02-13T10:00:00', '2026-03-12T17:30:00'],
    ['working-days', 15, '2026-03-02T10:00:00', '2026-03-23T17:30:00'],
  ] as const)('counts %s × %i from %s to %s', (unit, amount, from, due) => {
    const { dueAt } = investigationTimes({ unit, amount }, at(from), { calendar, settings });
    expect(isoOf(dueAt).slice(0, 19)).toBe(due);
  });

  it('start with the clue: the opinion within a month, the reporter told within fifteen working days', () => {
    const one = opened('2026-03-02T10:00:00', ['20260302000001']);
    expect(one.limits.map(({ name, dueAt }) => [name, isoOf(dueAt).slice(0, 10)])).toEqual([
      ['disposal', '2026-04-02'],
      ['acceptance-notice', '2026-03-23'],
    ]);
    expect(nearestClock(one)?.name).toBe('acceptance-notice');
    expect(opened('2026-03-02T10:00:00').limits.map(({ name }) => name)).toEqual(['disposal']);
  });

  it('are met to the last instant and missed after it; one that has lost its purpose just ends', () => {
    const one = opened('2026-03-02T10:00:00');
    const { dueAt } = one.limits[0]!;
    expect(endClocks(one, ['disposal'], dueAt).limits[0]!.state).toBe('met');
    expect(endClocks(one, ['disposal'], dueAt + 1).limits[0]!.state).toBe('missed');
    expect(endClocks(one, 'all', dueAt, 'ended').limits[0]!.state).toBe('ended');
    expect(endClocks(one, ['review'], dueAt).limits[0]!.state).toBe('running');
  });

  it('run once at a time, each with an id of its own', () => {
    const clock = clockAt('2026-03-03T10:00:00');
    const twice = startClock(startClock(opened('2026-03-02T10:00:00'), 'letter-answer', clock), 'letter-answer', clock);
    expect(twice.limits.map(({ id }) => id)).toEqual(['X20260001-1', 'X20260001-2']);
    const again = startClock(endClocks(twice, ['letter-answer'], clock.now), 'letter-answer', clock);
    expect(again.limits.map(({ name, state }) => [name, state])).toEqual([
      ['disposal', 'running'],
      ['letter-answer', 'met'],
      ['letter-answer', 'running'],
    ]);
  });

  it('are counted anew when the calendar changes, those that run and no others', () => {
    const one = endClocks(opened('2026-03-02T10:00:00', ['20260302000001']), ['disposal'], at('2026-03-03T10:00:00'));
    const holiday = calendarOf([...HOLIDAYS, { day: '2026-03-20', kind: 'off' }], [2026], DUTY);
    const next = recountClocks(one, { now: at('2026-03-04T10:00:00'), calendar: holiday, settings });
    expect(next.limits[0]).toBe(one.limits[0]);
    expect(isoOf(next.limits[1]!.dueAt).slice(0, 10)).toBe('2026-03-24');
  });
});

describe('the settings of investigations', () => {
  const file = () => JSON.parse(readFileSync('config/investigations.json', 'utf8')) as { versions: Record<string, unknown>[] };

  it('are those in force when the clue came, and stay so', () => {
    const two = [settings, { ...settings, version: 2, validFrom: '2026-03-01' }];
    expect(settingsAt(two, at('2026-02-28T23:59:00')).version).toBe(1);
    expect(settingsAt(two, at('2026-03-01T00:00:00')).version).toBe(2);
    expect(settingsOf(two, 1).version).toBe(1);
  });

  it.each<[string, (version: Record<string, unknown>) => Record<string, unknown>]>([
    ['versions[0].limits', (one) => ({ ...one, limits: (one.limits as { name: string }[]).filter(({ name }) => name !== 'review') })],
    ['versions[0].limits[0].amount', (one) => ({ ...one, limits: [{ name: 'disposal', amount: 0, unit: 'months' }] })],
    ['versions[0].measures', (one) => ({ ...one, measures: [...(one.measures as object[]), (one.measures as object[])[0]] })],
    ['versions[0].combinedMonths', (one) => ({ ...one, combinedMonths: 'four years' })],
    ['versions[0].validFrom', (one) => ({ ...one, validFrom: '2026' })],
  ])('are refused with the path of the first bad field: %s', (path, spoil) => {
    const spoilt = { versions: [spoil(file().versions[0]!)] };
    expect(() => readInvestigationSettings(spoilt)).toThrow(path);
    expect(() => readInvestigationSettings({ versions: [] })).toThrow('versions');
  });
});
