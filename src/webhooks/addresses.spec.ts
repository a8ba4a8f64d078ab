import { readFileSync } from 'node:fs';
import { lookup } from 'node:dns/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { isPublic, refusalOf } from './addresses.js';
import { Caller } from './caller.js';
import { signatureOf } from './signature.js';

describe('an address of another system', () => {
  it.each([
    ['https://data.city.example/hook', undefined],
    ['https://data.city.example:8443/hook?x=1', undefined],
    ['https://93.184.216.34/hook', undefined],
    ['https://[2606:4700::1111]/hook', undefined],
    ['http://data.city.example/hook', 'not-https'],
    ['ftp://data.city.example/hook', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['data.city.example', 'not-an-address'],
    ['', 'not-an-address'],
    [`https://data.city.example/${'x'.repeat(500)}`, 'not-an-address'],
    ['https://user:secret@data.city.example/', 'has-credentials'],
    ['https://data.city.example/#x', 'has-credentials'],
    ['https://localhost/', 'private-address'],
    ['https://x.localhost./', 'private-address'],
    ['https://127.0.0.1/', 'private-address'],
    ['https://127.1/', 'private-address'],
    ['https://2130706433/', 'private-address'],
    ['https://0x7f.0.0.1/', 'private-address'],
    ['https://0/', 'private-address'],
    ['https://10.1.2.3/', 'private-address'],
    ['https://172.16.0.1/', 'private-address'],
    ['https://192.168.1.1/', 'private-address'],
    ['https://169.254.169.254/latest/meta-data', 'private-address'],
    ['https://100.64.0.1/', 'private-address'],
    ['https://[::1]/', 'private-address'],
    ['https://[::]/', 'private-address'],
    ['https://[fd00::1]/', 'private-address'],
    ['https://[fe80::1]/', 'private-address'],
    ['https://[::ffff:127.0.0.1]/', 'private-address'],
    ['https://[::ffff:a00:1]/', 'private-address'],
    ['https://[64:ff9b::7f00:1]/', 'private-address'],
    ['http://127.0.0.1:4000/', undefined],
    ['https://10.0.0.8/', undefined],
    ['http://127.0.0.1:4001/', 'not-https'],
    ['http://inside.city.example:8080/', undefined],
  ])('%s is refused: %s', (url, refusal) =>
    expect(refusalOf(url, ['127.0.0.1:4000', '10.0.0.8:443', 'inside.city.example:8080'])).toBe(refusal),
  );

  it.each([
    ['93.184.216.34', true],
    ['2606:4700::1111', true],
    ['0.0.0.0', false],
    ['127.255.255.254', false],
    ['172.31.255.255', false],
    ['172.32.0.1', true],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['fc00::1', false],
    ['2001:db8::1', false],
    ['2002:7f00:1::', false],
    ['::ffff:10.0.0.1', false],
    ['not an address', false],
  ])('behind a name, %s is of the open internet: %s', (address, expected) => expect(isPublic(address)).toBe(expected));

  it('is looked at again where the connection is made: a name that leads inside gets no connection', async () => {
    let connections = 0;
    const inside = createServer(() => connections++).listen(0, '0.0.0.0');
    await new Promise((ready) => inside.once('listening', ready));
    const { port } = inside.address() as AddressInfo;
    const caller = new Caller({ webhookHosts: [] });
    // a name of the machine itself: no rule of shapes knows it, the name service leads it inside
    const names = [hostname(), 'ip6-localhost', 'localhost.localdomain'];
    const known = await Promise.all(
      names.map((name) =>
        lookup(name).then(
          () => name,
          () => undefined,
        ),
      ),
    );
    const outcome = await caller.post({ url: `https://${known.find(Boolean)}:${port}/`, body: '{}', headers: {} });
    expect(outcome).toEqual({ error: 'private-address' });
    expect(connections).toBe(0);
    inside.close();
  });

  it('that nobody knows, or that does not listen, has its code and no more', async () => {
    const none = createServer().listen(0, '127.0.0.1');
    await new Promise((ready) => none.once('listening', ready));
    const { port } = none.address() as AddressInfo;
    await new Promise((closed) => none.close(closed));
    const caller = new Caller({ webhookHosts: [`127.0.0.1:${port}`] });
    expect(await caller.post({ url: `http://127.0.0.1:${port}/`, body: '{}', headers: {} })).toEqual({ error: 'refused-connection' });
    expect(await caller.post({ url: 'https://nobody.invalid/', body: '{}', headers: {} })).toEqual({ error: 'unknown-host' });
  });
});

const EXPECTED = 't=1762048800,v1=a1e15f9a70dd94416d1aeff2e027e0db7bb0db6eb22f252f4ab6eeed8cf630b4';

describe('the signature of a call', () => {
  it('is over the instant and the body: openssl comes to the same', () => {
    // $ printf '1762048800.{"id":"1"}' | openssl dgst -sha256 -hmac secret
    expect(signatureOf('secret', 1_762_048_800, '{"id":"1"}')).toBe(EXPECTED);
    expect(signatureOf('secret', 1_762_048_801, '{"id":"1"}')).not.toContain(EXPECTED.slice(-64));
  });

  it('is checked by the ten lines of docs/operations.md', async () => {
    const lines = /```js\n(import \{ createHmac[\s\S]*?)```/.exec(readFileSync('docs/operations.md', 'utf8'))![1]!;
    const module = (await import(`data:text/javascript,${encodeURIComponent(lines)}`)) as {
      isFromHotline: (header: string | undefined, rawBody: string, secret: string, now?: number) => boolean;
    };
    const [seconds, body] = [1_762_048_800, '{"id":"1"}'];
    const header = signatureOf('secret', seconds, body);
    const asked: [header: string | undefined, body: string, secret: string, now: number, expected: boolean][] = [
      [header, body, 'secret', seconds, true],
      [header, body, 'secret', seconds + 299, true],
      [header, body, 'secret', seconds + 301, false],
      [header, '{"id":"2"}', 'secret', seconds, false],
      [header, body, 'another', seconds, false],
      [header.replace('v1=', 'v2='), body, 'secret', seconds, false],
      [undefined, body, 'secret', seconds, false],
    ];
    for (const [given, raw, secret, now, expected] of asked) expect(module.isFromHotline(given, raw, secret, now)).toBe(expected);
  });
});
