import { type Look, looked, newsSince } from './looking.js';
import { instantOf } from './time.js';

const at = (text: string) => instantOf('2026-11-02') + (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * 60_000;
const before: Look = { sinceAt: at('08:00'), lookedAt: at('09:00') };

describe('what is news to a reader', () => {
  it.each([
    ['09:10', '08:00', 'within the visit the list stays'],
    ['09:30', '08:00', 'a pause of exactly half an hour is still the same visit'],
    ['09:31', '09:00', 'after a longer pause what came after the last look is news'],
    ['17:00', '09:00', 'in the afternoon, too'],
  ])('at %s it is what came after %s: %s', (now, since) => {
    expect(newsSince(before, at(now), 30)).toBe(at(since));
  });

  it('is the last day for whoever never looked', () => {
    expect(newsSince(undefined, at('09:00'), 30)).toBe(at('09:00') - 24 * 3_600_000);
  });

  it('keeps the beginning of a visit as long as looks follow each other', () => {
    let look = looked(before, at('10:00'), { visitMinutes: 30, all: false });
    for (const now of ['10:20', '10:45', '11:10']) look = looked(look, at(now), { visitMinutes: 30, all: false });
    expect(look).toEqual({ sinceAt: at('09:00'), lookedAt: at('11:10') });
  });

  it('is nothing right after everything was marked as seen', () => {
    const look = looked(before, at('09:10'), { visitMinutes: 30, all: true });
    expect(newsSince(look, at('09:10'), 30)).toBe(at('09:10'));
  });
});
