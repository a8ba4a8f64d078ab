import { DomainError } from './errors.js';
import { isCounterBack, relyingParty } from './passkeys.js';

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return `${error.status} ${error.code}`;
    throw error;
  }
  return 'done';
};

describe('the relying party', () => {
  it.each([
    ['https://12345.city.example', false, 'elsewhere.example', '12345.city.example', ['https://12345.city.example']],
    ['https://12345.city.example:8443/hotline', false, undefined, '12345.city.example', ['https://12345.city.example:8443']],
    ['http://localhost:3000', true, '127.0.0.1:3000', 'localhost', ['http://localhost:3000']],
    [undefined, true, 'localhost:3000', 'localhost', ['http://localhost:3000', 'https://localhost:3000']],
    [undefined, true, 'hall-3.lan', 'hall-3.lan', ['http://hall-3.lan', 'https://hall-3.lan']],
  ])('of the address %s, demo %s, host %s is %s at %j', (publicUrl, demo, host, id, origins) => {
    expect(relyingParty({ publicUrl, demo }, host)).toEqual({ id, origins });
  });

  it.each([
    ['no address outside the demo, whatever host is asked', undefined, false, '12345.city.example'],
    ['no host', undefined, true, undefined],
    ['a host that is none', undefined, true, 'a b'],
    ['the address of a machine', 'http://127.0.0.1:3000', true, 'localhost:3000'],
    ['the host of a machine', undefined, true, '10.0.0.7:3000'],
    ['the sixth version of such an address', 'https://[::1]:3000', false, undefined],
  ])('is nobody for %s', (_, publicUrl, demo, host) => {
    expect(codeOf(() => relyingParty({ publicUrl, demo }, host))).toBe('409 passkey.no-address');
  });
});

describe('the counter of an authenticator', () => {
  it.each([
    [0, 0, false],
    [0, 1, false],
    [1, 2, false],
    [7, 900, false],
    [1, 1, true],
    [5, 4, true],
    [5, 0, true],
  ])('kept as %i and given as %i goes backwards: %s', (kept, given, isBack) => {
    expect(isCounterBack(kept, given)).toBe(isBack);
  });
});
