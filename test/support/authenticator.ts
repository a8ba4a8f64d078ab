/** An authenticator of software (ES256, no attestation), for stories over HTTP: it answers as a browser's would, and wrongly where a story wants it. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Json } from './client.js';

/** What a story may have otherwise than a good browser and authenticator do it. */
export interface Twist {
  origin?: string;
  rpId?: string;
  isVerified?: boolean;
  /** The value of the signature counter in this answer. */
  counter?: number;
  userHandle?: string;
}
interface Credential {
  id: Buffer;
  key: KeyObject;
  publicKey: Buffer;
  userHandle: string;
}
const [PRESENT, VERIFIED, MAY_SYNC, SYNCED, ATTESTED] = [0x01, 0x04, 0x08, 0x10, 0x40];
const hash = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const text = (data: Buffer): string => data.toString('base64url');

export class Authenticator {
  private held?: Credential;
  private counter = 0;

  /** @param counts whether it counts its signatures; one that keeps its keys with a provider does not */
  constructor(
    private readonly origin: string,
    private readonly counts = true,
  ) {}

  /** A copy of it as it is now, keys and all. */
  copy(): Authenticator {
    const copy = new Authenticator(this.origin, this.counts);
    [copy.held, copy.counter] = [this.held, this.counter];
    return copy;
  }

  /** Makes a passkey for the options of `navigator.credentials.create`. */
  create(options: Json, twist: Twist = {}): Json {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const id = randomBytes(32);
    this.held = { id, key: privateKey, publicKey: coseOf(publicKey), userHandle: options.user.id };
    const data = Buffer.concat([
      this.data(options.rp.id, ATTESTED, twist),
      Buffer.alloc(16),
      Buffer.from([0, id.length]),
      id,
      this.held.publicKey,
    ]);
    // CBOR of {fmt: "none", attStmt: {}, authData}
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
      Buffer.from([0x58, data.length]),
      data,
    ]);
    const clientDataJSON = text(this.clientData('webauthn.create', options.challenge, twist));
    return { id: text(id), clientDataJSON, attestationObject: text(attestationObject), transports: ['internal', 'hybrid'] };
  }

  /** Answers the options of `navigator.credentials.get` with the passkey it made last. */
  get(options: Json, twist: Twist = {}): Json {
    const { id, key, userHandle } = this.held!;
    if (this.counts) this.counter++;
    const data = this.data(options.rpId, 0, twist);
    const clientData = this.clientData('webauthn.get', options.challenge, twist);
    return {
      ...{ id: text(id), clientDataJSON: text(clientData), authenticatorData: text(data) },
      ...{ signature: text(sign('sha256', Buffer.concat([data, hash(clientData)]), key)), userHandle: twist.userHandle ?? userHandle },
    };
  }

  private data(rpId: string, more: number, { rpId: other, isVerified = true, counter = this.counter }: Twist): Buffer {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(counter);
    const flags = PRESENT | more | (isVerified ? VERIFIED : 0) | (this.counts ? 0 : MAY_SYNC | SYNCED);
    return Buffer.concat([hash(other ?? rpId), Buffer.from([flags]), counted]);
  }

  private clientData(type: string, challenge: string, { origin = this.origin }: Twist): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }
}

/** A public key of P-256 as COSE writes it. */
function coseOf(key: KeyObject): Buffer {
  const { x, y } = key.export({ format: 'jwk' });
  const part = (label: number, value: string) => Buffer.concat([Buffer.from([label, 0x58, 32]), Buffer.from(value, 'base64url')]);
  return Buffer.concat([Buffer.from('a5010203262001', 'hex'), part(0x21, x!), part(0x22, y!)]);
}
