import { DomainError } from './errors.js';
import type { Day } from './time.js';

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC = new RegExp(`^[${USCC_ALPHABET}]{18}$`);

/**
 * Whether the check character of a unified social credit code is right, letters of either case. Real codes that fail exist: warn, never
 * block. Source: GB 32100-2015.
 */
export function usccValid(code: string): boolean {
  const upper = code.toUpperCase();
  if (!USCC.test(upper)) return false;
  let [sum, weight] = [0, 1];
  for (const character of upper.slice(0, 17)) {
    sum += USCC_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET[(31 - (sum % 31)) % 31] === upper[17];
}

/** Whether eight digits are a day of the calendar. */
function isDate(digits: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1800 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Whether an 18-digit resident identity number has a real birthday and the right check character. Source: GB 11643-1999. */
export function residentIdValid(id: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(id) || !isDate(id.slice(6, 14))) return false;
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += Number(id[i]) * (2 ** (17 - i) % 11);
  return '10X98765432'[sum % 11] === id[17]?.toUpperCase();
}

/** The number of the n-th case of a day: eight digits of the day, six of the count. Source: domain text, section 11. */
export function caseNumberOf(day: Day, n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 999_999) throw new DomainError('case.numbers-exhausted', 503, { day, n });
  return day.replaceAll('-', '') + String(n).padStart(6, '0');
}

/** Whether the text has the shape of a case number, its day being a real one. */
export const isCaseNumber = (text: string): boolean => /^\d{14}$/.test(text) && isDate(text) && !text.endsWith('000000');

const TEN_DIGITS = /^\d{10}$/;

/** The 20 digits a complainant keeps: a handle to find the case by and a secret of which only a hash is stored. Source: domain text, section 11. */
export function trackingCodeOf(handle: string, secret: string): string {
  if (!TEN_DIGITS.test(handle) || !TEN_DIGITS.test(secret)) throw new DomainError('tracking.code-invalid', 422);
  return handle + secret;
}

/** Handle and secret of a code as people copy it (spaces, hyphens and full-width digits allowed), or nothing when it is none. */
export function splitTrackingCode(code: string): { handle: string; secret: string } | undefined {
  if (code.length > 60) return undefined;
  const digits = code.normalize('NFKC').replace(/[\s-]/g, '');
  return /^\d{20}$/.test(digits) ? { handle: digits.slice(0, 10), secret: digits.slice(10) } : undefined;
}
