import fc from 'fast-check';
import { canonical, chainHash, type ChainedEvent } from './canonical.js';

describe('the canonical text of facts', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ 乙: 1, 甲: 2, Z: 3, a: 4 }, '{"Z":3,"a":4,"乙":1,"甲":2}'],
    [{ a: undefined, b: null }, '{"b":null}'],
    [[undefined, 1], '[null,1]'],
    [undefined, 'null'],
    ['引号"和\n换行', '"引号\\"和\\n换行"'],
    [{ 10: 'ten', 9: 'nine' }, '{"10":"ten","9":"nine"}'],
    [{}, '{}'],
  ])('of %j is %s', (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it('is JSON that says the same, whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const turned = (one: unknown): unknown => {
          if (one === null || typeof one !== 'object') return one;
          if (Array.isArray(one)) return one.map(turned);
          return Object.fromEntries(
            Object.entries(one)
              .reverse()
              .map(([key, inner]) => [key, turned(inner)]),
          );
        };
        expect(canonical(turned(value))).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('the hash of an event', () => {
  const event: ChainedEvent = {
    number: 2,
    type: 'case.dispatched',
    audience: 'case',
    at: 1_793_584_800_000,
    caseNumber: '20261102000001',
    version: 2,
    username: 'dispatcher1',
    role: 'dispatcher',
    facts: '{"lead":"market"}',
  };

  it('does not change from one release to the next: old logs have to hold', () => {
    expect(chainHash('0'.repeat(64), event)).toBe('45c4e30d713fe36e3684b76ad57510e1d50b83bc0e83ad5eb4b2626dc44328d1');
  });

  it.each<Partial<ChainedEvent>>([
    { number: 3 },
    { type: 'case.closed' },
    { audience: 'audit' },
    { at: 0 },
    { caseNumber: null },
    { version: null },
    { username: 'dispatcher2' },
    { role: 'administrator' },
    { facts: '{"lead":"tax"}' },
  ])('depends on %j', (changed) => {
    expect(chainHash('', { ...event, ...changed })).not.toBe(chainHash('', event));
  });

  it('depends on the one before it', () => {
    expect(chainHash('a', event)).not.toBe(chainHash('b', event));
  });

  it('leaves out what does not belong to the row', () => {
    expect(chainHash('', { ...event, hash: 'x' } as ChainedEvent)).toBe(chainHash('', event));
  });
});
