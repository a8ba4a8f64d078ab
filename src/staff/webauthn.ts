import { generateKeyPairSync } from 'node:crypto';
import { CHALLENGE_LASTS, type RelyingParty } from '../domain/passkeys.js';
import { configJson } from '../platform/settings.js';
import type { PasskeyAnswer, PasskeyBody } from './passkey.dto.js';

const CITY = configJson<{ city: string; name: string }>('city.json');
/** ES256 and RS256: what every authenticator speaks, Windows Hello included. Source: IANA COSE algorithms. */
const ALGORITHMS = [-7, -257];
/** Source: Web Authentication Level 3, 5.8.4; what else a browser says of its way to the authenticator is left out. */
const TRANSPORTS: readonly string[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** Loaded by the first who uses a passkey: it takes a tenth of a server's start. */
const library = () => import('@simplewebauthn/server');

/** A passkey as a browser is told of it. */
export interface KnownCredential {
  credentialId: string;
  transports: string;
}
const descriptors = (known: readonly KnownCredential[]) =>
  known.map(({ credentialId, transports }) => ({ id: credentialId, transports: transports.split(',').filter(Boolean) }));
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));

/** What `navigator.credentials.create` is asked: a passkey that is found without a name and verifies its user. */
export async function creationOptions(
  party: RelyingParty,
  person: { username: string; name: string; handle: string },
  known: readonly KnownCredential[],
  challenge: string,
): Promise<object> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    ...{ rpName: `${CITY.city}${CITY.name}`, rpID: party.id, challenge: bytesOf(challenge), timeout: CHALLENGE_LASTS },
    ...{ userID: bytesOf(person.handle), userName: person.username, userDisplayName: person.name },
    ...{ attestationType: 'none', excludeCredentials: descriptors(known), supportedAlgorithmIDs: ALGORITHMS },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** What `navigator.credentials.get` is asked; with no passkey named the person chooses one. */
export async function requestOptions(party: RelyingParty, known: readonly KnownCredential[], challenge: string): Promise<object> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    ...{ rpID: party.id, challenge: bytesOf(challenge), timeout: CHALLENGE_LASTS, userVerification: 'required' },
    ...(known.length > 0 ? { allowCredentials: descriptors(known) } : {}),
  });
}

/** The challenge an answer was made for, as its browser says; undefined when it says nothing one can read. */
export function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

/** The library throws for each thing that is wrong with an answer; here all of them are one refusal. */
const unlessRefused = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

/** A new passkey, when the answer holds: made for us, from our page, its user verified. */
export async function attested({ answer }: PasskeyBody, challenge: string, party: RelyingParty) {
  const { id, clientDataJSON, attestationObject } = answer;
  const { verifyRegistrationResponse } = await library();
  const transports = answer.transports.filter((one) => TRANSPORTS.includes(one));
  const done = await unlessRefused(
    verifyRegistrationResponse({
      ...{ expectedChallenge: challenge, expectedOrigin: [...party.origins], expectedRPID: party.id },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS },
      response: {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON, attestationObject, transports },
      },
    }),
  );
  if (!done?.verified) return undefined;
  const { credential, credentialBackedUp } = done.registrationInfo;
  return {
    ...{ credentialId: credential.id, publicKey: Buffer.from(credential.publicKey).toString('base64url') },
    ...{ counter: credential.counter, transports: transports.join(','), backedUp: credentialBackedUp },
  };
}

/** What an authenticator says with a signature that holds; the counter is for the rule to judge. */
export async function asserted(answer: PasskeyAnswer, challenge: string, party: RelyingParty, publicKey: string) {
  const { id, clientDataJSON, authenticatorData, signature, userHandle } = answer;
  const { verifyAuthenticationResponse } = await library();
  const done = await unlessRefused(
    verifyAuthenticationResponse({
      ...{ expectedChallenge: challenge, expectedOrigin: [...party.origins], expectedRPID: party.id, requireUserVerification: true },
      response: {
        ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) },
      },
      credential: { id, publicKey: bytesOf(publicKey), counter: 0 },
    }),
  );
  if (!done?.verified) return undefined;
  return { counter: done.authenticationInfo.newCounter, backedUp: done.authenticationInfo.credentialBackedUp };
}

/** A public key nobody has the other half of: an unknown passkey is checked against it, and so takes as long as a known one. */
export function decoyKey(): string {
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  const part = (label: number, value: string) => Buffer.concat([Buffer.from([label, 0x58, 32]), Buffer.from(value, 'base64url')]);
  return Buffer.concat([Buffer.from('a5010203262001', 'hex'), part(0x21, x!), part(0x22, y!)]).toString('base64url');
}
