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
import { ConfigError } from './config.js';

/** Ed25519 private key in PKCS#8 is this prefix and a 32-byte seed (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Passwords: OWASP's first choice of Argon2id. Codes: lighter, because they carry a secret key besides and 33 bits of chance. */
const PASSWORD_COST = { algorithm: Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CODE_COST = { algorithm: Algorithm.Argon2id, memoryCost: 1_024, timeCost: 2, parallelism: 1 };

/** All that is done with keys. Fields are bound to their row: a ciphertext moved elsewhere does not open. Source: domain text 6.2. */
export class Keys {
  private readonly field: KeyObject;
  private readonly index: KeyObject;
  private readonly pepper: Buffer;
  /** Signs checkpoints of the event log. */
  readonly signer: KeyObject;

  constructor(master: Buffer) {
    const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', master, 'hotline-12345', purpose, 32));
    this.field = createSecretKey(derived('field'));
    this.index = createSecretKey(derived('index'));
    this.pepper = derived('pepper');
    this.signer = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, derived('checkpoint')]), format: 'der', type: 'pkcs8' });
  }

  /** AES-256-GCM; `place` names table, column and row, like `cases.title:20261123000042`. */
  encrypt(plain: string, place: string): string {
    return this.encryptBytes(Buffer.from(plain, 'utf8'), place).toString('base64url');
  }

  /** Throws `record.unreadable` (409) when key, place or text were changed. */
  decrypt(stored: string, place: string): string {
    return this.decryptBytes(Buffer.from(stored, 'base64url'), place).toString('utf8');
  }

  encryptBytes(plain: Buffer, place: string): Buffer {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.field, iv).setAAD(Buffer.from(place));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  }

  decryptBytes(stored: Buffer, place: string): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.field, stored.subarray(0, 12)).setAAD(Buffer.from(place));
      decipher.setAuthTag(stored.subarray(12, 28));
      return Buffer.concat([decipher.update(stored.subarray(28)), decipher.final()]);
    } catch {
      throw new DomainError('record.unreadable', 409, { record: place });
    }
  }

  /** Keyed blind index: equal values meet, nobody without the key can try them all. `purpose` keeps fields apart. */
  blind(value: string, purpose: string, bytes = 16): string {
    return createHmac('sha256', this.index).update(`${purpose}\0${value}`).digest().subarray(0, bytes).toString('base64url');
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

/** A 256-bit token for a cookie, and what the database keeps of it. */
export const newToken = (): string => randomBytes(32).toString('base64url');
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Decimal digits of full chance, at most 14, for tracking codes. */
export const randomDigits = (length: number): string => String(randomInt(10 ** length)).padStart(length, '0');

/** Reads the key file, or makes one (mode 0600) where `create` allows it. Throws ConfigError naming SECRET_KEY_FILE. */
export function loadKeys(file: string, create: boolean): Keys {
  if (!existsSync(file)) {
    if (!create) throw new ConfigError(`SECRET_KEY_FILE: there is no key file at ${file}; make one with: openssl rand -base64 32`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  if ((statSync(file).mode & 0o077) !== 0) throw new ConfigError(`SECRET_KEY_FILE: ${file} may be read by others; set its mode to 0600`);
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (master.length < 32) throw new ConfigError(`SECRET_KEY_FILE: ${file} holds ${master.length} bytes, 32 are needed`);
  return new Keys(master);
}
