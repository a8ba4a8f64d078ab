import { DAY } from './time.js';
import { DELIVERY_STATES, isResendable, nextTry, openSubscriptionActions, SUBSCRIPTION_STATES } from './webhook-life.js';

describe('a delivery that failed', () => {
  it.each([
    [1, 0, 30_000],
    [2, 30_000, 90_000],
    [3, 90_000, 210_000],
    [8, 3_810_000, 7_650_000],
  ])('for the %i. time is tried again after twice as long', (tries, now, next) => expect(nextTry(tries, 0, now)).toBe(next));

  it('is tried for a day and no longer: twelve times, each within it', () => {
    let [now, tries] = [0, 1];
    for (let next = nextTry(tries, 0, now); next !== undefined; next = nextTry(tries, 0, now)) {
      expect(next).toBeLessThanOrEqual(DAY);
      expect(next).toBeGreaterThan(now);
      [now, tries] = [next, tries + 1];
    }
    expect(tries).toBe(12);
    expect(now).toBeGreaterThan(DAY / 2);
  });

  it('is given up when it was held up for a day', () => expect(nextTry(1, 0, DAY)).toBeUndefined());
});

describe('by hand', () => {
  it('a delivery is sent again once it is over, while its subscription is active', () => {
    const open = SUBSCRIPTION_STATES.flatMap((of) =>
      DELIVERY_STATES.filter((state) => isResendable(state, of)).map((state) => [of, state]),
    );
    expect(open).toEqual([
      ['active', 'delivered'],
      ['active', 'dead'],
    ]);
  });

  it.each([
    ['active', ['pause', 'renew-secret', 'ping', 'end']],
    ['paused', ['resume', 'renew-secret', 'end']],
    ['ended', []],
  ] as const)('an %s subscription has its steps', (state, actions) => expect(openSubscriptionActions(state)).toEqual(actions));
});
