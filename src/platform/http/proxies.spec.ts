import { isOwnProxy } from './proxies.js';

describe('a forwarded address', () => {
  it.each<[string, string, number, boolean]>([
    ['this machine', '127.0.0.1', 0, true],
    ['this machine, the other way', '::1', 0, true],
    ['a container beside us', '172.18.0.3', 0, true],
    ['the same in the shape of a socket of both kinds', '::ffff:10.0.0.2', 0, true],
    ['a proxy of a private IPv6 network', 'fd00::2', 0, true],
    ['a proxy elsewhere', '203.0.113.9', 0, false],
    ['a proxy before our proxy', '10.0.0.2', 1, false],
    ['what a visitor wrote himself', '127.0.0.1', 2, false],
    ['no address at all', 'unknown', 0, false],
  ])('is believed of %s: %s at %i', (_, address, hop, believed) => {
    expect(isOwnProxy(address, hop)).toBe(believed);
  });
});
