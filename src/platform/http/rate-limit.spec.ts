import { DomainError } from '../../domain/errors.js';
import { RateLimit } from './rate-limit.js';

const answer = (pass: Promise<void>): Promise<unknown> =>
  pass.then(
    () => 'passed',
    (error: unknown) => (error instanceof DomainError ? [error.status, error.code, error.facts.retryAfter] : error),
  );

describe('a limit of rate', () => {
  const clock = Date.now;
  let now: number;
  let limit: RateLimit;
  const burst = async (count: number, key = 'one') => {
    for (let sent = 0; sent < count; sent++) await limit.pass(key);
  };
  /** One a tenth of a second: a burst of 600 passes, 15 more wait up to 1.5 s each, the next is refused. */
  beforeEach(() => {
    now = Date.parse('2026-11-02T02:00:00Z');
    Date.now = () => now;
    limit = new RateLimit(600);
  });
  afterEach(() => {
    Date.now = clock;
  });
  const waiting = (count: number) => Promise.all(Array.from({ length: count }, () => limit.pass('one')));

  it('lets a minute’s worth pass at once', async () => {
    const began = performance.now();
    await burst(600);
    expect(performance.now() - began).toBeLessThan(100);
  });

  it('delays what comes beyond before it refuses anything', async () => {
    await burst(600);
    const began = performance.now();
    const delayed = waiting(15);
    expect(await answer(limit.pass('one'))).toEqual([429, 'rate.limited', 2]);
    await limit.pass('another');
    expect(performance.now() - began).toBeLessThan(100);
    await delayed;
    expect(performance.now() - began).toBeGreaterThan(1_400);
  });

  it('lets as many in again as time has passed', async () => {
    await burst(600);
    now += 10_000;
    const began = performance.now();
    await burst(100);
    expect(performance.now() - began).toBeLessThan(100);
    const delayed = waiting(15);
    expect(await answer(limit.pass('one'))).toEqual([429, 'rate.limited', 2]);
    await delayed;
  });

  it('does not lengthen the wait of whoever goes on knocking', async () => {
    await burst(600);
    const delayed = waiting(15);
    for (let knock = 0; knock < 50; knock++) expect(await answer(limit.pass('one'))).toEqual([429, 'rate.limited', 2]);
    await delayed;
    now += 2_000;
    expect(await answer(limit.pass('one'))).toBe('passed');
  });

  it('can be looked at without being counted', async () => {
    await burst(599);
    for (let looks = 0; looks < 3; looks++) limit.look('one');
    await burst(1);
    expect(() => limit.look('one')).toThrow('rate.limited');
    limit.look('another');
    now += 100;
    limit.look('one');
  });

  it('forgets keys that have been quiet for long, so that it does not grow without end', async () => {
    for (let key = 0; key < 50_000; key++) await limit.pass(String(key));
    now += 60_000;
    await limit.pass('one more');
    expect((limit as unknown as { free: Map<string, number> }).free.size).toBe(1);
  });
});
