import fc from 'fast-check';
import { presenceBy, type Stretches } from './presence.js';

const [HOUR, DAY] = [60, 24 * 60];
type Span = { from: number; length: number; busy: boolean };
const spans = fc.array(
  fc.record({ from: fc.integer({ min: 0, max: 5 * DAY }), length: fc.integer({ min: 1, max: 3 * DAY }), busy: fc.boolean() }),
  {
    maxLength: 30,
  },
);

/** As the database adds them up: by the buckets they begin and end in. */
const addedUp = (all: readonly Span[], size: number): Stretches[] =>
  all.map(({ from, length, busy }) => {
    const [first, to] = [from - (from % size), from + length];
    return { first, span: to - (to % size) - first, many: 1, heads: from % size, tails: to % size, busy };
  });

describe('time at the desk', () => {
  it.each([
    ['hours of one day', HOUR, DAY],
    ['days', DAY, Infinity],
  ])('is cut at the borders of %s as if every minute were looked at', (_, size, round) => {
    fc.assert(
      fc.property(spans, (all) => {
        const byMinute = new Map<number, number>();
        for (const { from, length } of all) {
          for (let at = from; at < from + length; at++) {
            const bucket = (at - (at % size)) % round;
            byMinute.set(bucket, (byMinute.get(bucket) ?? 0) + 1);
          }
        }
        const found = [...presenceBy(addedUp(all, size), size, round)].filter(([, { signedIn }]) => signedIn > 0);
        expect(new Map(found.map(([bucket, { signedIn }]) => [bucket, signedIn]))).toEqual(byMinute);
        const busy = all.filter((one) => one.busy).reduce((sum, { length }) => sum + length, 0);
        expect(found.reduce((sum, [, one]) => sum + one.busy, 0)).toBe(busy);
      }),
      { numRuns: 60 },
    );
  });

  it('adds up stretches with like borders as if they were one', () => {
    const one = { first: 0, span: HOUR, many: 2, heads: 50 + 30, tails: 10 + 5, busy: true };
    expect([...presenceBy([one], HOUR, DAY)]).toEqual([
      [0, { signedIn: 40, busy: 40 }],
      [HOUR, { signedIn: 15, busy: 15 }],
    ]);
  });
});
