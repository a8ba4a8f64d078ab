import { DomainError } from './errors.js';
import { MINUTE } from './time.js';

/** How long a challenge may be answered, in milliseconds. Source: Web Authentication Level 3, 13.4.3. */
export const CHALLENGE_LASTS = 5 * MINUTE;
export const MOST_PASSKEYS = 20;
export const LONGEST_PASSKEY_NAME = 60;

/** What a challenge was given for; it is good for nothing else. */
export type PasskeyPurpose = 'adding' | 'signing-in' | 'second-factor';

/** For whom passkeys are made, and from which pages they are taken. */
export interface RelyingParty {
  id: string;
  origins: readonly string[];
}

const isAddress = (hostname: string): boolean => hostname.startsWith('[') || /^[\d.]+$/.test(hostname);

/**
 * The relying party of the public address; in the demo, where none is set, of the host that was asked. Throws `passkey.no-address` (409) where
 * there is no name to make passkeys for: they are bound to a domain and never to an IP address. Source: Web Authentication Level 3, 5.1.3.
 */
export function relyingParty(
  { publicUrl, demo }: { publicUrl: string | undefined; demo: boolean },
  host: string | undefined,
): RelyingParty {
  const pages = publicUrl ? [publicUrl] : demo && host ? [`http://${host}`, `https://${host}`] : [];
  const known = pages.filter((page) => URL.canParse(page)).map((page) => new URL(page));
  const [first] = known;
  if (!first || isAddress(first.hostname)) throw new DomainError('passkey.no-address', 409);
  return { id: first.hostname, origins: known.map(({ origin }) => origin) };
}

/**
 * Whether an authenticator counts backwards, as a copy of it would. Those that never count, as synced passkeys do not, always say 0.
 * Source: Web Authentication Level 3, 6.1.1.
 */
export const isCounterBack = (kept: number, given: number): boolean => (kept > 0 || given > 0) && given <= kept;
