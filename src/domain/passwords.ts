import { DomainError } from './errors.js';
import { DAY } from './time.js';

/** How long a link to set a password may be used, once. */
export const LINK_LASTS = 14 * DAY;
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;
/** Beginnings people take when they are told to take a password. */
const COMMON = /^(?:password|passw0rd|admin|qwerty|123456|12345678|hotline|abc123|iloveyou|000000|111111|888888)/i;

/**
 * Throws `password.too-weak` (422) with the reason: `too-short` below twelve characters, `too-long`, `holds-name`, `common`, `one-sign` for one or two
 * signs over and over. No rules about kinds of signs. Source: NIST SP 800-63B, 3.1.1.2.
 */
export function admitPassword(password: string, username: string): void {
  const refuse = (why: string): never => {
    throw new DomainError('password.too-weak', 422, { why, fields: [{ field: 'password', code: why }] });
  };
  const length = [...password].length;
  if (length < SHORTEST_PASSWORD) refuse('too-short');
  if (length > LONGEST_PASSWORD) refuse('too-long');
  if (password.toLowerCase().includes(username.toLowerCase())) refuse('holds-name');
  if (COMMON.test(password)) refuse('common');
  if (new Set(password).size < 4) refuse('one-sign');
}
