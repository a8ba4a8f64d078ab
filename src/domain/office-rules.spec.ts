import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { at, calendar, told } from '../../test/examples/days.js';
import { concernOf, nearlySame } from './concern-rules.js';
import { explanationDue, lightSpans, longOverdueTime, paperLight, readOfficeSettings, spokenTime, urgingTime } from './office-settings.js';
import { weighed, words } from './similarity.js';
import { drawn, listText } from './spot-check.js';
import { DAY } from './time.js';

const file = (): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL('../../config/supervision.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const settings = readOfficeSettings(file());

describe('the days of the office', () => {
  it.each([
    ['2026-11-09 17:30', '2026-11-10 09:00'],
    ['2026-11-06 17:30', '2026-11-09 09:00'],
    ['2026-09-30 17:30', '2026-10-08 09:00'],
    ['2026-02-13 17:30', '2026-02-14 09:00'],
    ['2026-11-02 14:00', '2026-11-03 09:00'],
  ])('urges in writing for a limit that ended %s at %s', (end, when) => {
    expect(told(urgingTime(settings, calendar, at(end)))).toBe(when);
  });

  it.each([
    ['2026-11-02 10:00', '2026-11-05 17:30'],
    ['2026-11-02 18:00', '2026-11-06 17:30'],
    ['2026-11-05 10:00', '2026-11-10 17:30'],
    ['2026-09-29 10:00', '2026-10-09 17:30'],
    ['2026-04-30 10:00', '2026-05-08 17:30'],
  ])('wants a letter demanded %s by %s', (when, due) => {
    expect(told(explanationDue(settings, calendar, at(when)))).toBe(due);
  });

  it.each([
    ['2026-11-09 17:30', '2026-11-16 17:30'],
    ['2026-11-06 17:30', '2026-11-13 17:30'],
    ['2026-09-24 17:30', '2026-10-09 17:30'],
    ['2026-11-02 14:00', '2026-11-09 17:30'],
    ['2026-02-13 17:30', '2026-02-27 17:30'],
  ])('calls a limit that ended %s long overdue from %s on', (end, when) => {
    expect(told(longOverdueTime(settings, calendar, at(end)))).toBe(when);
  });

  it.each([
    ['2026-11-16 17:30', 'green'],
    ['2026-11-10 17:30', 'green'],
    ['2026-11-10 10:00', 'amber'],
    ['2026-11-09 17:30', 'amber'],
    ['2026-11-09 10:00', 'yellow'],
    ['2026-11-06 17:30', 'yellow'],
    ['2026-11-05 17:30', 'red'],
  ])('shows a paper due %s on 2026-11-09 at half past five as %s', (due, light) => {
    const now = due === '2026-11-09 17:30' ? at('2026-11-09 17:30') : at('2026-11-09 17:30') + (light === 'green' ? -1 : 0);
    expect(paperLight(settings, calendar, at(due), now)).toBe(light);
  });

  it('owes nothing without a limit', () => {
    expect(paperLight(settings, calendar, null, at('2026-11-09 10:00'))).toBe('green');
  });

  it('finds by the spans of a list exactly what shows each light', () => {
    const start = at('2026-02-01 00:00');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 280 * DAY }), fc.integer({ min: -20 * DAY, max: 20 * DAY }), (when, away) => {
        const now = start + when;
        const due = now + away;
        const { amber, red } = lightSpans(settings, calendar, now);
        const found = due <= red ? 'red' : due < now ? 'yellow' : due <= amber ? 'amber' : 'green';
        expect(found).toBe(paperLight(settings, calendar, due, now));
      }),
      { numRuns: 60 },
    );
  });

  it('says an instant as a text of the office does', () => {
    expect(spokenTime(at('2026-11-09 09:05'))).toBe('2026年11月9日9:05');
  });
});

describe('what comes to the supervisor’s desk by itself', () => {
  const matter = { repeatCount: 0, returnCount: 0, dissatisfied: 0 };
  it.each([
    ['case.repeat-added', { repeatCount: 2 }, undefined],
    ['case.repeat-added', { repeatCount: 3 }, 'repeats'],
    ['assignment.return-granted', { returnCount: 1 }, undefined],
    ['assignment.return-granted', { returnCount: 2 }, 'returns'],
    ['case.called-back', { dissatisfied: 1 }, undefined],
    ['case.called-back', { dissatisfied: 2 }, 'dissatisfied'],
    ['case.false-closing-found', {}, 'false-closing'],
    ['case.dispatched', { repeatCount: 9, returnCount: 9, dissatisfied: 9 }, undefined],
  ])('%s with %j: %s', (type, patch, kind) => {
    expect(concernOf(type, { ...matter, ...patch }, settings)).toBe(kind);
  });

  const answer = (caseNumber: string, text: string) => ({ caseNumber, words: weighed(words(text)) });
  const FIRST = '您反映的收费问题已核实，窗口多收取的材料费二百元已于十一月三日退还，并对经办人进行了批评教育。';
  const NEARLY = '您反映的收费问题已核实，窗口多收取的材料费三百元已于十一月五日退还，并对经办人进行了批评教育。';
  const OTHER = '经现场核查，该路段井盖破损属实，已安排养护单位更换，预计三日内完成。';

  it.each([
    ['the same words in another case', '2', FIRST, '1'],
    ['nearly the same words', '2', NEARLY, '1'],
    ['other words', '2', OTHER, undefined],
    ['the same words in the same case', '1', FIRST, undefined],
    ['nothing at all', '2', '', undefined],
  ])('compares answers: %s', (_what, caseNumber, text, like) => {
    expect(nearlySame(answer(caseNumber, text), [answer('1', FIRST)], settings)?.caseNumber).toBe(like);
  });
});

describe('a draw', () => {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const population = Array.from({ length: 50 }, (_, index) => `202611020000${String(index + 1).padStart(2, '0')}`);

  it('takes those whose hashes are the smallest', () => {
    const keys = population.map((one) => sha256(`双色球 2026132:${one}`)).sort();
    expect(drawn(population, '双色球 2026132', 5, sha256).map(({ key }) => key)).toEqual(keys.slice(0, 5));
  });

  it('is the same whatever the order of the list, another with another seed, and begins alike for more', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(population, { minLength: 50 }),
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1, max: 49 }),
        (list, seed, n) => {
          const found = drawn(list, seed, n, sha256);
          expect(found).toEqual(drawn(population, seed, n, sha256));
          expect(drawn(population, seed, n + 1, sha256).slice(0, n)).toEqual(found);
        },
      ),
    );
    expect(drawn(population, 'a', 10, sha256)).not.toEqual(drawn(population, 'b', 10, sha256));
  });

  it('knows its list by one text, whatever its order', () => {
    expect(listText(['b', 'a'])).toBe('a\nb');
  });
});

describe('the settings of the office', () => {
  it.each<[string, (file: Record<string, unknown>) => unknown]>([
    ['urging.workingDays: wanted a number from 1', (one) => ({ ...one, urging: { ...(one.urging as object), workingDays: 0 } })],
    ['urging.text: wanted a text with {caseNumber}', (one) => ({ ...one, urging: { ...(one.urging as object), text: '快办' } })],
    [
      'concerns.alike.similarity: wanted a number from 0 to 1',
      (one) => ({
        ...one,
        concerns: { ...(one.concerns as object), alike: { similarity: 90, days: 30 } },
      }),
    ],
    ['limitNames.answer: wanted a text', (one) => ({ ...one, limitNames: { ...(one.limitNames as object), answer: ' ' } })],
    ['spotChecks: wanted an object', (one) => ({ ...one, spotChecks: 5 })],
  ])('are refused with the path of the first bad field: %s', (message, change) => {
    expect(() => readOfficeSettings(change(file()))).toThrow(message);
  });
});
