import { configJson } from '../platform/settings.js';
import { forgottenBefore, outlivingIdentity, readRetentionSettings, RETAINED, type RetentionSettings } from './retention.js';

const given = (): RetentionSettings => structuredClone(configJson<RetentionSettings>('retention.json'));
const withDays = (days: Record<string, unknown>): unknown => ({ ...given(), days: { ...given().days, ...days } });

describe('how long things are kept', () => {
  it('is what a city begins with', () => {
    expect(readRetentionSettings(given()).days.identities).toBe(3_650);
    expect(outlivingIdentity(given())).toEqual([]);
  });

  it.each([
    ['less than the law leaves for complaints', { identities: 729 }, 'days.identities: wanted whole days from 730'],
    ['no whole days', { callers: 400.5 }, 'days.callers: wanted whole days'],
    ['a text', { recordings: '730' }, 'days.recordings: wanted a number'],
    ['for ever', { recordings: 36_501 }, 'days.recordings: wanted whole days from 180 to 36500'],
    ['something nobody keeps', { wishes: 30 }, 'days.wishes: wanted no such field'],
    ['nothing at all', { messageAddresses: undefined }, 'days.messageAddresses: wanted a number'],
  ])('is refused with its path: %s', (_, days, message) => {
    expect(() => readRetentionSettings(withDays(days))).toThrow(message);
  });

  it.each(Object.entries(RETAINED))('may be as short as its floor: %s %i', (what, floor) => {
    expect(readRetentionSettings(withDays({ [what]: floor })).days[what as keyof typeof RETAINED]).toBe(floor);
  });

  it('ends as many days of 24 hours ago as it says', () => {
    const now = Date.parse('2026-11-02T09:00:00+08:00');
    expect(forgottenBefore(given(), 'recordings', now)).toBe(Date.parse('2024-11-02T09:00:00+08:00'));
    expect(forgottenBefore(given(), 'messageAddresses', now)).toBe(Date.parse('2026-05-06T09:00:00+08:00'));
  });

  it('names what would still tell who complained when that is forgotten', () => {
    expect(outlivingIdentity(withDays({ identities: 730, recordings: 800, callers: 731 }) as RetentionSettings)).toEqual([
      'callers',
      'recordings',
    ]);
  });
});
