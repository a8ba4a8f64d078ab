import { chmodSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Keys, loadKeys, loadRing, newRing, newToken, randomDigits, SealedKeys, tokenHash } from './crypto.js';

const keys = new Keys(Buffer.alloc(32, 7));
const others = new Keys(Buffer.alloc(32, 8));
const PLACE = 'complainants.name:20261102000001';

describe('a field at rest', () => {
  it.each(['张三丰', '𠮷野家👨‍👩‍👧', 'a', '', '全角１３８００１３８０００', 'x'.repeat(10_000)])(
    'opens in its place as it was closed: %.20s',
    (plain) => {
      expect(keys.decrypt(keys.encrypt(plain, PLACE), PLACE)).toBe(plain);
    },
  );

  it('looks different each time, so that equal names do not show', () => {
    expect(keys.encrypt('张三丰', PLACE)).not.toBe(keys.encrypt('张三丰', PLACE));
  });

  it('holds nothing of the plain text in any form', () => {
    const stored = keys.encryptBytes(Buffer.from('13800138000'), PLACE);
    expect(stored.includes('138')).toBe(false);
    expect(keys.encrypt('13800138000', PLACE)).not.toContain(Buffer.from('13800138000').toString('base64url'));
  });

  it.each([
    ['another row', 'complainants.name:20261102000002'],
    ['another column', 'complainants.phone:20261102000001'],
    ['another table', 'cases.name:20261102000001'],
  ])('does not open in %s', (_, place) => {
    const stored = keys.encrypt('张三丰', PLACE);
    expect(() => keys.decrypt(stored, place)).toThrow('record.unreadable');
  });

  it('does not open with another key', () => {
    const stored = keys.encrypt('张三丰', PLACE);
    expect(() => others.decrypt(stored, PLACE)).toThrow();
  });

  it('does not open once a single bit was changed, wherever', () => {
    const stored = keys.encryptBytes(Buffer.from('张三丰'), PLACE);
    for (let index = 0; index < stored.length; index++) {
      const changed = Buffer.from(stored);
      changed[index]! ^= 1;
      expect(() => keys.decryptBytes(changed, PLACE)).toThrow();
    }
  });

  it('does not open when it was cut short, tag included', () => {
    const stored = keys.encryptBytes(Buffer.from('张三丰'), PLACE);
    for (const length of [0, 11, 12, 16, 27, stored.length - 1]) {
      expect(() => keys.decryptBytes(stored.subarray(0, length), PLACE)).toThrow();
    }
  });
});

describe('an alias', () => {
  it.each(['20261102000001', '', 'x', '0123456789abcdef'])('leads back with the key and for its purpose alone: %s', (value) => {
    const alias = keys.alias(value, 'request');
    expect(alias).toMatch(/^[0-9a-f]{32}$/);
    expect(alias).toBe(keys.alias(value, 'request'));
    expect(keys.unalias(alias, 'request')).toBe(value);
    expect(keys.unalias(alias, 'token')).not.toBe(value);
    expect(others.unalias(alias, 'request')).not.toBe(value);
  });

  it('of the next number has nothing in common with that of the one before', () => {
    const bits = (one: string) => [...Buffer.from(one, 'hex')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const names = Array.from({ length: 50 }, (_, n) => bits(keys.alias(String(20261102000001 + n), 'request')));
    for (const [n, name] of names.slice(1).entries()) {
      const same = [...name].filter((bit, at) => bit === names[n]![at]).length;
      expect(same).toBeGreaterThan(32);
      expect(same).toBeLessThan(96);
    }
  });

  it.each(['', 'zz', '0'.repeat(31), 'G'.repeat(32)])('of another shape is nobody’s: %s', (name) =>
    expect(keys.unalias(name, 'request')).toBeUndefined(),
  );

  it('is refused for more than a block', () => expect(() => keys.alias('x'.repeat(17), 'request')).toThrow('Too long'));
});

describe('a blind index', () => {
  it('is equal for equal values and nothing else', () => {
    expect(keys.blind('13800138000', 'phone')).toBe(keys.blind('13800138000', 'phone'));
    expect(keys.blind('13800138000', 'phone')).not.toBe(keys.blind('13800138001', 'phone'));
  });

  it('keeps purposes and keys apart', () => {
    expect(keys.blind('13800138000', 'phone')).not.toBe(keys.blind('13800138000', 'uscc'));
    expect(keys.blind('13800138000', 'phone')).not.toBe(others.blind('13800138000', 'phone'));
    expect(keys.blind('b', 'a')).not.toBe(keys.blind('', 'ab'));
  });
});

describe('passwords and codes', () => {
  it('open with the right one alone, under the key they were made with', async () => {
    const [password, code] = await Promise.all([keys.hashPassword('demo-12345'), keys.hashCode('0123456789')]);
    expect(await keys.verifyPassword(password, 'demo-12345')).toBe(true);
    expect(await keys.verifyPassword(password, 'demo-12346')).toBe(false);
    expect(await others.verifyPassword(password, 'demo-12345')).toBe(false);
    expect(await keys.verifyCode(code, '0123456789')).toBe(true);
    expect(await keys.verifyCode(code, '0123456788')).toBe(false);
    expect(await others.verifyCode(code, '0123456789')).toBe(false);
  });

  it('are kept as Argon2id with at least 19 MiB for a password', async () => {
    expect(await keys.hashPassword('demo-12345')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await keys.hashCode('0123456789')).toMatch(/^\$argon2id\$/);
  });
});

describe('chance', () => {
  it('gives tokens of 256 bits, of which the stored hash tells nothing', () => {
    const token = newToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(tokenHash(token)).toHaveLength(43);
    expect(tokenHash(token)).not.toContain(token.slice(0, 8));
  });

  it('gives digits of every kind in every place, zeros in front included', () => {
    const drawn = Array.from({ length: 400 }, () => randomDigits(10));
    expect(new Set(drawn).size).toBe(400);
    for (let place = 0; place < 10; place++) expect(new Set(drawn.map((code) => code[place])).size).toBe(10);
  });
});

describe('the key file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keys-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is made where that is allowed, readable by nobody else, and serves again afterwards', () => {
    const file = join(folder, 'deeper', 'secret.key');
    const made = loadKeys(file, true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const stored = made.encrypt('张三丰', PLACE);
    expect(loadKeys(file, false).decrypt(stored, PLACE)).toBe('张三丰');
  });

  it('is missed by its name where it may not be made', () => {
    expect(() => loadKeys(join(folder, 'secret.key'), false)).toThrow(/^SECRET_KEY_FILE: there is no key file at /);
  });

  it.each([0o640, 0o604, 0o644, 0o620])('is refused with mode %o', (mode) => {
    const file = join(folder, 'secret.key');
    writeFileSync(file, Buffer.alloc(32, 1).toString('base64'));
    chmodSync(file, mode);
    expect(() => loadKeys(file, true)).toThrow('may be read by others');
  });

  it.each(['', 'too short', Buffer.alloc(31, 1).toString('base64')])('is refused with fewer than 32 bytes: "%s"', (content) => {
    const file = join(folder, 'secret.key');
    writeFileSync(file, content, { mode: 0o600 });
    expect(() => loadKeys(file, true)).toThrow('32 are needed');
  });
});

describe('the two keys', () => {
  const { keys: main, sealed } = newRing();
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ring-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const files = () => ({ secretKeyFile: join(folder, 'secret.key'), sealedKeyFile: join(folder, 'sealed.key') });

  it('open nothing of each other, and a ciphertext tells which of them closed it', () => {
    const [ordinary, closed] = [main.encrypt('张三丰', PLACE), sealed.encrypt('张三丰', PLACE)];
    expect([ordinary.startsWith('s1.'), closed.startsWith('s1.')]).toEqual([false, true]);
    expect([main.decrypt(ordinary, PLACE), sealed.decrypt(closed, PLACE)]).toEqual(['张三丰', '张三丰']);
    for (const tried of [closed, closed.slice(3)]) expect(() => main.decrypt(tried, PLACE)).toThrow('record.unreadable');
    for (const tried of [ordinary, `s1.${ordinary}`]) expect(() => sealed.decrypt(tried, PLACE)).toThrow('record.unreadable');
    const bytes = sealed.encryptBytes(Buffer.from('证词'), PLACE);
    expect(() => main.decryptBytes(bytes, PLACE)).toThrow('record.unreadable');
    expect(() => sealed.decryptBytes(main.encryptBytes(Buffer.from('证词'), PLACE), PLACE)).toThrow('record.unreadable');
    expect(sealed.decryptBytes(bytes, PLACE).toString()).toBe('证词');
    expect(main.blind('13800138000', 'phone')).not.toBe(sealed.blind('13800138000', 'phone'));
  });

  it('differ even where one master was used for both', () => {
    const master = Buffer.alloc(32, 7);
    expect(() => new Keys(master).decrypt(new SealedKeys(master).encrypt('张三丰', PLACE).slice(3), PLACE)).toThrow('record.unreadable');
  });

  it('are made as two files of mode 0600 where that is allowed, and missed by name where not', () => {
    expect(() => loadRing(files(), false)).toThrow(/^SECRET_KEY_FILE: there is no key file/);
    loadRing(files(), true);
    for (const file of Object.values(files())) expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(files().sealedKeyFile);
    expect(() => loadRing(files(), false)).toThrow(/^SEALED_KEY_FILE: there is no key file/);
  });

  it('are refused when they are one', () => {
    loadRing(files(), true);
    copyFileSync(files().secretKeyFile, files().sealedKeyFile);
    expect(() => loadRing(files(), false)).toThrow('SEALED_KEY_FILE holds the same key');
  });
});
