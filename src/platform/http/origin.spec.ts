import { isOwnOrigin } from './origin.js';

const HOME = 'https://12345.example.org';

describe('the origin of a request', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['a program without Origin', { host: 'localhost:3000' }, true],
    ['our page at the address it was sent to', { host: 'localhost:3000', origin: 'http://localhost:3000' }, true],
    ['our page at the public address behind a proxy', { host: 'internal:3000', origin: HOME }, true],
    ['a page that a browser says is our own', { host: 'x', 'sec-fetch-site': 'same-origin' }, true],
    ['an address typed by hand', { host: 'x', 'sec-fetch-site': 'none' }, true],
    ['a page elsewhere', { host: 'localhost:3000', origin: 'https://evil.example' }, false],
    ['another port of this machine', { host: 'localhost:3000', origin: 'http://localhost:3001' }, false],
    ['a name that begins like ours', { host: 'internal', origin: `${HOME}.evil.example` }, false],
    ['our name without encryption', { host: 'internal', origin: HOME.replace('https', 'http') }, false],
    ['a neighbour under our domain', { host: 'internal', origin: 'https://other.example.org' }, false],
    ['a sandboxed frame', { host: 'localhost:3000', origin: 'null' }, false],
    ['an empty Origin', { host: 'localhost:3000', origin: '' }, false],
    ['a file', { host: '', origin: 'file://' }, false],
    ['an extension under our host', { host: 'localhost:3000', origin: 'chrome-extension://localhost:3000' }, false],
    ['a browser that tells it comes from another site', { host: 'x', 'sec-fetch-site': 'cross-site' }, false],
    ['a browser that tells it comes from a neighbour', { host: 'x', 'sec-fetch-site': 'same-site' }, false],
  ])('of %s', (_, headers, own) => {
    expect(isOwnOrigin(headers, { publicUrl: HOME })).toBe(own);
  });
});
