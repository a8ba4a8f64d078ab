/**
 * What kind of number it is: a mainland mobile, a land line with its area code, one without (or a service number such as 12345), one of
 * another country, or eleven digits that are none of these.
 */
export type NumberKind = 'mobile' | 'landline' | 'local' | 'foreign' | 'other';

/** A telephone number in one form: mobiles by their eleven digits, land lines with the zero of their area, foreign ones with `+`. */
export interface PhoneNumber {
  kind: NumberKind;
  plain: string;
}

const of = (kind: NumberKind, plain: string): PhoneNumber => ({ kind, plain });

/**
 * Reads a number as people write and carriers send it: spaces, hyphens and full-width digits, `+86`, `0086` and `86` before a mobile.
 * Undefined for what is none. One number is one form, however it came. Source: ITU-T E.164; numbering plan of the mainland.
 */
export function phoneNumber(text: string): PhoneNumber | undefined {
  const whole = text
    .normalize('NFKC')
    .replace(/[\s().-]/g, '')
    .replace(/^00(?=[1-9])/, '+');
  const mobile = /^(?:\+?86)?(1[3-9]\d{9})$/.exec(whole);
  if (mobile) return of('mobile', mobile[1]!);
  const ours = /^\+860?(\d{5,11})$/.exec(whole)?.[1];
  if (ours !== undefined) return ours.length > 8 ? of('landline', `0${ours}`) : of('local', ours);
  if (/^\+(?!86)[1-9]\d{4,14}$/.test(whole)) return of('foreign', whole);
  if (/^0\d{9,11}$/.test(whole)) return of('landline', whole);
  if (/^\d{5,8}$/.test(whole)) return of('local', whole);
  return /^1\d{10}$/.test(whole) ? of('other', whole) : undefined;
}

/** A number as carriers dial it, `+8613800138000`; undefined for what is none. Source: ITU-T E.164. */
export function dialledOf(text: string): string | undefined {
  const number = phoneNumber(text);
  if (!number) return undefined;
  return number.kind === 'foreign' ? number.plain : `+86${number.plain.replace(/^0/, '')}`;
}

/**
 * A number that takes short messages, as E.164: mainland mobiles (11 digits from 13 to 19) and numbers written with another country's
 * code. Land lines get nothing.
 */
export function smsNumber(text: string): string | undefined {
  const number = phoneNumber(text);
  if (number?.kind === 'mobile') return `+86${number.plain}`;
  return number?.kind === 'foreign' && number.plain.length > 8 ? number.plain : undefined;
}

/** By what two writings of a number are found to be one; undefined for what is too short to tell people apart. */
export function comparableOf(text: string): string | undefined {
  const plain = phoneNumber(text)?.plain ?? text.normalize('NFKC').replace(/\D/g, '');
  return plain.length >= 7 ? plain : undefined;
}

/** The last four digits, by which people name a number without saying it; undefined for what is no number. */
export const tailOf = (text: string): string | undefined => comparableOf(text)?.slice(-4);
