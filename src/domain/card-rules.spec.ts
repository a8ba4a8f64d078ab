import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { at, calendar, told } from '../../test/examples/days.js';
import { cardTimes, overdueCards, readCardSettings, reHandledCard, reHandlings, untrueProvenCard } from './card-rules.js';
import type { CardColour } from './office-vocabulary.js';
import { DAY } from './time.js';
import type { Finding, LimitName } from './vocabulary.js';

const file = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('../../config/cards.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const settings = readCardSettings(file());

describe('the cards of an overdue limit', () => {
  it.each<[what: string, name: LimitName, due: string, ended: string | null, now: string, cards: CardColour[]]>([
    ['none at its very end', 'answer', '2026-11-09 17:30', null, '2026-11-09 17:30', []],
    ['yellow a moment later', 'answer', '2026-11-09 17:30', null, '2026-11-09 17:30:00.001', ['yellow']],
    ['yellow until the second working day has ended', 'answer', '2026-11-09 17:30', null, '2026-11-11 17:29', ['yellow']],
    ['red when it has', 'answer', '2026-11-09 17:30', null, '2026-11-11 17:30', ['yellow', 'red']],
    ['yellow over a weekend', 'answer', '2026-11-06 17:30', null, '2026-11-09 17:30', ['yellow']],
    ['red after the weekend and two working days', 'answer', '2026-11-06 17:30', null, '2026-11-10 17:30', ['yellow', 'red']],
    ['yellow through the week of the National Day', 'answer', '2026-09-30 17:30', null, '2026-10-08 17:30', ['yellow']],
    ['red after it, the make-up Saturday counted', 'answer', '2026-09-30 17:30', null, '2026-10-09 17:30', ['yellow', 'red']],
    ['yellow for ever, when it was done late by a day', 'answer', '2026-11-09 17:30', '2026-11-10 10:00', '2026-12-31 10:00', ['yellow']],
    ['none, when it was done in time', 'answer', '2026-11-09 17:30', '2026-11-09 17:29', '2026-12-31 10:00', []],
    ['both, when it was done in the third week', 'answer', '2026-11-09 17:30', '2026-11-24 10:00', '2026-12-31 10:00', ['yellow', 'red']],
    ['yellow for signing late', 'sign', '2026-11-02 14:00', '2026-11-02 14:20', '2026-11-03 09:00', ['yellow']],
    ['none for a late first contact, which the rule leaves out', 'first-contact', '2026-11-03 17:30', null, '2026-11-30 10:00', []],
  ])('are %s', (_what, name, due, ended, now, cards) => {
    const limit = { name, dueAt: at(due), endedAt: ended === null ? null : at(ended) };
    expect(overdueCards(limit, settings, calendar, at(now))).toEqual(cards);
  });

  it.each([
    ['2026-11-09 17:30', '2026-11-09 17:30', '2026-11-11 17:30'],
    ['2026-02-13 17:30', '2026-02-13 17:30', '2026-02-24 17:30'],
    ['2026-04-30 17:30', '2026-04-30 17:30', '2026-05-07 17:30'],
    ['2026-09-24 17:30', '2026-09-24 17:30', '2026-09-29 17:30'],
    ['2026-11-02 14:00', '2026-11-02 14:00', '2026-11-04 17:30'],
  ])('for a limit that ends %s come at %s and %s', (due, yellow, red) => {
    const times = cardTimes(settings, calendar, at(due));
    expect([told(times.yellow), told(times.red)]).toEqual([yellow, red]);
  });

  it('follow the numbers of the settings', () => {
    const patient = { ...settings, overdue: { ...settings.overdue, yellowAfterWorkingDays: 1, redAfterWorkingDays: 5 } };
    const limit = { name: 'answer' as const, dueAt: at('2026-11-09 17:30'), endedAt: null };
    expect(overdueCards(limit, patient, calendar, at('2026-11-10 17:29'))).toEqual([]);
    expect(overdueCards(limit, patient, calendar, at('2026-11-10 17:30'))).toEqual(['yellow']);
    expect(overdueCards(limit, patient, calendar, at('2026-11-16 17:30'))).toEqual(['yellow', 'red']);
  });

  it('never become fewer as time passes, and red never comes before yellow', () => {
    const start = at('2026-03-02 09:00');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 * DAY }), fc.integer({ min: 0, max: 30 * DAY }), (due, wait) => {
        const limit = { name: 'answer' as const, dueAt: start + due, endedAt: null };
        const before = overdueCards(limit, settings, calendar, start + due + wait);
        const after = overdueCards(limit, settings, calendar, start + due + wait + DAY);
        expect(after.slice(0, before.length)).toEqual(before);
        expect(before.includes('red') && !before.includes('yellow')).toBe(false);
      }),
    );
  });
});

describe('a re-handled case', () => {
  const [closed, again, reopened] = ['case.closed', 'case.re-handled', 'case.reopened'];
  it.each<[what: string, types: string[], times: number, card: CardColour | undefined]>([
    ['has no card before anybody was dissatisfied', ['case.dispatched', closed], 0, undefined],
    ['has none the first time', ['case.dispatched', again], 1, undefined],
    ['has a red one the second time', [again, 'assignment.answered', again], 2, 'red'],
    ['has a red one every time after', [again, again, again], 3, 'red'],
    ['begins anew with the new facts of a reopening', [again, closed, reopened, again], 1, undefined],
    ['has a red one when those, too, are handled twice again', [again, reopened, again, again], 2, 'red'],
    ['has none for answers the reviewer sent back before the call-back', ['assignment.sent-back', 'assignment.sent-back'], 0, undefined],
  ])('%s', (_what, types, times, card) => {
    expect([reHandlings(types), reHandledCard(types, settings)]).toEqual([times, card]);
  });
});

describe('a finding of the commission', () => {
  it.each<[department: Finding | null, commission: string, card: CardColour | undefined]>([
    ['untrue', 'proven', 'red'],
    ['untrue', 'partly-proven', 'red'],
    ['untrue', 'unproven', undefined],
    ['untrue', 'unverifiable', undefined],
    ['true', 'proven', undefined],
    ['partly-true', 'proven', undefined],
    [null, 'proven', undefined],
  ])('%s by the department, %s by the commission: %s', (department, commission, card) => {
    expect(untrueProvenCard(department, commission)).toBe(card);
  });
});

describe('the settings of cards', () => {
  it.each<[string, (file: Record<string, unknown>) => unknown]>([
    ['version: wanted a whole number', (one) => ({ ...one, version: 1.5 })],
    ['overdue.limits: wanted a list with at least one entry', (one) => ({ ...one, overdue: { ...(one.overdue as object), limits: [] } })],
    ['overdue.limits[0]: wanted one of', (one) => ({ ...one, overdue: { ...(one.overdue as object), limits: ['silence'] } })],
    ['reHandled.times: wanted a number from 1', (one) => ({ ...one, reHandled: { times: 0 } })],
    ['grounds.re-handled: wanted a text', (one) => ({ ...one, grounds: { ...(one.grounds as object), 're-handled': '' } })],
    ['colour: wanted no such field', (one) => ({ ...one, colour: 'blue' })],
  ])('are refused with the path of the first bad field: %s', (message, change) => {
    expect(() => readCardSettings(change(file()))).toThrow(message);
  });
});
