import { randomBytes, randomInt } from 'node:crypto';

/** What a SID stands for, by its first two letters: call, conference, queue, recording, message. */
export type SidPrefix = 'CA' | 'CF' | 'QU' | 'RE' | 'SM';

/** A new identifier in the carrier's form: two letters and 32 hexadecimal digits. */
export const newSid = (prefix: SidPrefix): string => prefix + randomBytes(16).toString('hex');

const MOBILE_PREFIXES = ['135', '136', '138', '139', '150', '151', '158', '159', '177', '182', '186', '188', '189', '199'];

/** A believable mobile number of the mainland in E.164. */
export function newMobileNumber(): string {
  const prefix = MOBILE_PREFIXES[randomInt(MOBILE_PREFIXES.length)] ?? '138';
  return `+86${prefix}${String(randomInt(100_000_000)).padStart(8, '0')}`;
}

/** `+8613800138000` is a number of the telephone network. */
export const isNumber = (address: string): boolean => /^\+[1-9]\d{4,14}$/.test(address);

/** The identity in `client:op42`, or nothing for another kind of address. */
export const clientOf = (address: string): string | undefined =>
  address.startsWith('client:') && address.length > 7 ? address.slice(7) : undefined;

/** An instant in the form the carrier writes everywhere: `Mon, 02 Mar 2026 02:00:00 +0000`. */
export const rfc2822 = (at: Date): string => at.toUTCString().replace('GMT', '+0000');
