import { createHash, createPublicKey, sign, type KeyObject, verify } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import { canonical, chainHash, type ChainedEvent } from '../events/canonical.js';

/** What stands in a package, and who signed for it. */
export interface Manifest {
  format: 1;
  caseNumber: string;
  number: string;
  madeAt: string;
  madeBy: string;
  files: { path: string; bytes: number; sha256: string }[];
  /** Ed25519, DER (SPKI) in base64. */
  publicKey: string;
}
/**
 * A row of the log with the hash before it, so that each row of the excerpt can be proven by itself; one that names a case its reader may
 * not see is withheld, and only its place in the chain is told.
 */
export type ExcerptEvent =
  (ChainedEvent & { before: string; hash: string }) | { number: number; before: string; hash: string; withheld: true };

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';
export const EVENTS = 'events.json';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const publicKeyOf = (signer: KeyObject): string =>
  createPublicKey(signer).export({ format: 'der', type: 'spki' }).toString('base64');

/** The manifest as it is signed, and the signature in base64. */
export function signed(manifest: Manifest, signer: KeyObject): { text: Buffer; signature: string } {
  const text = Buffer.from(canonical(manifest));
  return { text, signature: sign(null, text, signer).toString('base64') };
}

/**
 * Everything that does not hold of a package: `manifest`, `signature`, `key` where it was signed by another than expected, `missing`, `extra` and
 * `changed` files, `event` rows whose hash is not that of the row. Nothing: it is as it was made.
 */
export function archiveFaults(zip: Uint8Array, expectedKey?: string): string[] {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip);
  } catch {
    return ['manifest: not an archive package'];
  }
  const [text, signature] = [files[MANIFEST], files[SIGNATURE]];
  if (!text || !signature) return ['manifest: missing'];
  let manifest: Manifest;
  try {
    manifest = JSON.parse(strFromU8(text)) as Manifest;
    const key = createPublicKey({ key: Buffer.from(manifest.publicKey, 'base64'), format: 'der', type: 'spki' });
    if (!verify(null, text, key, Buffer.from(strFromU8(signature), 'base64'))) return ['signature: does not hold'];
  } catch {
    return ['signature: does not hold'];
  }
  const faults = expectedKey !== undefined && manifest.publicKey !== expectedKey ? ['key: signed by another installation'] : [];
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  for (const [path, { sha256 }] of listed) {
    if (!files[path]) faults.push(`missing: ${path}`);
    else if (sha256Of(files[path]) !== sha256) faults.push(`changed: ${path}`);
  }
  for (const path of Object.keys(files)) if (!listed.has(path) && path !== MANIFEST && path !== SIGNATURE) faults.push(`extra: ${path}`);
  return [...faults, ...eventFaults(files[EVENTS])];
}

function eventFaults(bytes: Uint8Array | undefined): string[] {
  if (!bytes) return [];
  try {
    const events = JSON.parse(strFromU8(bytes)) as ExcerptEvent[];
    return events.filter(isWrong).map(({ number }) => `event: ${number}`);
  } catch {
    return ['event: the excerpt cannot be read'];
  }
}

function isWrong(one: ExcerptEvent): boolean {
  if ('withheld' in one) return false;
  const { before, hash, ...event } = one;
  return chainHash(before, event) !== hash;
}
