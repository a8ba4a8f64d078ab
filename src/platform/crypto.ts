import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomInt,
} from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Algorithm, hash, verify } from '@node-rs/argon2';
import { DomainError } from '../domain/errors.js';
import { type Config, ConfigError } from './config.js';

/** Ed25519 private key in PKCS#8 is this prefix and a 32-byte seed (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The block of AES. */
const ALIAS_BYTES = 16;

/** Passwords: OWASP's first choice of Argon2id. Codes: lighter, because they carry a secret key besides and 33 bits of chance. */
const PASSWORD_COST = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CODE_COST = { algorithm: Algorithm.Argon2id, memoryCost: 1_024, timeCost: 2, parallelism: 1 };

/**
 * What closes and opens under one key. A ciphertext tells by its beginning which suite closed it: nothing before those of the main key,
 * `s1.` before sealed ones. Fields are bound to their row: a ciphertext moved elsewhere does not open. Source: domain text 6.2, 6.4.
 */
export abstract class Suite {
  private readonly field: KeyObject;
  private readonly index: KeyObject;
  private readonly head: Buffer;

  protected constructor(
    protected readonly derived: (purpose: string) => Buffer,
    private readonly sign: string,
  ) {
    this.field = createSecretKey(derived('field'));
    this.index = createSecretKey(derived('index'));
    this.head = Buffer.from(sign);
  }

  /** AES-256-GCM; `place` names table, column and row, like `cases.title:20261123000042`. */
  encrypt(plain: string, place: string): string {
    return this.sign + this.closed(Buffer.from(plain, 'utf8'), place).toString('base64url');
  }

  /** Throws `record.unreadable` (409) when key, place or text were changed, or another suite closed it. */
  decrypt(stored: string, place: string): string {
    if (!stored.startsWith(this.sign)) throw unreadable(place);
    return this.opened(Buffer.from(stored.slice(this.sign.length), 'base64url'), place).toString('utf8');
  }

  encryptBytes(plain: Buffer, place: string): Buffer {
    return Buffer.concat([this.head, this.closed(plain, place)]);
  }

  decryptBytes(stored: Buffer, place: string): Buffer {
    if (!stored.subarray(0, this.head.length).equals(this.head)) throw unreadable(place);
    return this.opened(stored.subarray(this.head.length), place);
  }

  private closed(plain: Buffer, place: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.field, iv).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  private opened(stored: Buffer, place: string): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.field, stored.subarray(0, 12)).setAAD(Buffer.from(place));
      decipher.setAuthTag(stored.subarray(12, 28));
      return Buffer.concat([decipher.update(stored.subarray(28)), decipher.final()]);
    } catch {
      throw unreadable(place);
    }
  }

  /** Keyed blind index: equal values meet, nobody without the key can try them all. `purpose` keeps fields apart. */
  blind(value: string, purpose: string, bytes = 16): string {
    return createHmac('sha256', this.index).update(`${purpose}\0${value}`).digest().subarray(0, bytes).toString('base64url');
  }
}

const unreadable = (place: string): DomainError => new DomainError('record.unreadable', 409, { record: place });

const derivedFrom =
  (master: Buffer, salt: string) =>
  (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, salt, purpose, 32));

/** The main key: everything but what is sealed, and passwords, codes and checkpoints besides. */
export class Keys extends Suite {
  private readonly pepper: Buffer;
  /** Signs checkpoints of the event log. */
  readonly signer: KeyObject;

  constructor(master: Buffer) {
    super(derivedFrom(master, 'hotline-12345'), '');
    this.pepper = this.derived('pepper');
    this.signer = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, this.derived('checkpoint')]), format: 'der', type: 'pkcs8' });
  }

  /**
   * Another name for a short ASCII value (16 signs at most), always the same, from which only the key leads back: the value as one block
   * under AES-256, 32 hexadecimal digits. Names of successive values have nothing in common, and nobody can try them out.
   */
  alias(value: string, purpose: string): string {
    const block = Buffer.alloc(ALIAS_BYTES);
    if (value.length > ALIAS_BYTES || block.write(value, 'ascii') !== value.length) throw new Error('Too long for an alias');
    const cipher = createCipheriv('aes-256-ecb', this.derived(`alias ${purpose}`), null).setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]).toString('hex');
  }

  /** The value behind a name; of a name that nobody gave it makes noise, so the caller looks at its shape. */
  unalias(alias: string, purpose: string): string | undefined {
    if (!/^[0-9a-f]{32}$/.test(alias)) return undefined;
    const decipher = createDecipheriv('aes-256-ecb', this.derived(`alias ${purpose}`), null).setAutoPadding(false);
    const block = Buffer.concat([decipher.update(Buffer.from(alias, 'hex')), decipher.final()]);
    return block.toString('latin1').replace(/\0+$/, '');
  }

  hashPassword(password: string): Promise<string> {
    return hash(password, { ...PASSWORD_COST, secret: this.pepper });
  }

  verifyPassword(stored: string, password: string): Promise<boolean> {
    return verify(stored, password, { secret: this.pepper });
  }

  hashCode(secret: string): Promise<string> {
    return hash(secret, { ...CODE_COST, secret: this.pepper });
  }

  verifyCode(stored: string, secret: string): Promise<boolean> {
    return verify(stored, secret, { secret: this.pepper });
  }
}

/** The commission's key: sealed cases and investigations, and nothing else. Only code that inspectors reach asks for it. Source: domain text 6.4. */
export class SealedKeys extends Suite {
  constructor(master: Buffer) {
    super(derivedFrom(master, 'hotline-12345 sealed'), 's1.');
  }
}

/** Both keys of an installation; they lie in two files, so that they can be kept by two people. */
export interface KeyRing {
  keys: Keys;
  sealed: SealedKeys;
}

/** Keys of chance, for an application that keeps nothing. */
export const newRing = (): KeyRing => ({ keys: new Keys(randomBytes(32)), sealed: new SealedKeys(randomBytes(32)) });

/** A 256-bit token for a cookie, and what the database keeps of it. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Decimal digits of full chance, at most 14, for tracking codes. */
export const randomDigits = (length: number): string => String(randomInt(10 ** length)).padStart(length, '0');

/** Reads a key file, or makes one (mode 0600) where `create` allows it. Throws ConfigError naming the variable. */
function masterOf(name: 'SECRET_KEY_FILE' | 'SEALED_KEY_FILE', file: string, create: boolean): Buffer {
  if (!existsSync(file)) {
    if (!create) throw new ConfigError(`${name}: there is no key file at ${file}; make one with: openssl rand -base64 32`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  if ((statSync(file).mode & 0o077) !== 0) throw new ConfigError(`${name}: ${file} may be read by others; set its mode to 0600`);
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (master.length < 32) throw new ConfigError(`${name}: ${file} holds ${master.length} bytes, 32 are needed`);
  return master;
}

/** The main key alone. Throws ConfigError naming SECRET_KEY_FILE. */
export const loadKeys = (file: string, create: boolean): Keys => new Keys(masterOf('SECRET_KEY_FILE', file, create));

/** Both keys. Throws ConfigError naming the variable, also when both files hold the same key. */
export function loadRing({ secretKeyFile, sealedKeyFile }: Pick<Config, 'secretKeyFile' | 'sealedKeyFile'>, create: boolean): KeyRing {
  const main = masterOf('SECRET_KEY_FILE', secretKeyFile, create);
  const sealed = masterOf('SEALED_KEY_FILE', sealedKeyFile, create);
  if (main.equals(sealed)) throw new ConfigError('SEALED_KEY_FILE holds the same key as SECRET_KEY_FILE; the sealed key must be its own');
  return { keys: new Keys(main), sealed: new SealedKeys(sealed) };
}
