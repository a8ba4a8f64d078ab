import { usccValid } from './codes.js';

const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' });
const graphemes = (text: string): string[] => Array.from(letters.segment(text), ({ segment }) => segment);
const stars = (n: number): string => '*'.repeat(Math.max(0, n));

/** Keeps a quarter at each end, so never more than half of it. */
function ends(text: string): string {
  const parts = graphemes(text);
  const kept = Math.floor(parts.length / 4);
  return parts.slice(0, kept).join('') + stars(parts.length - 2 * kept) + parts.slice(parts.length - kept).join('');
}

/** A mobile number as `138****1234`; any other number keeps a quarter of its digits at each end. Source: domain text 6.3. */
export function maskPhone(phone: string): string {
  const digits = phone
    .normalize('NFKC')
    .replace(/[^\d*]/g, '')
    .replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? `${digits.slice(0, 3)}****${digits.slice(7)}` : ends(digits);
}

/** The first character of a name and a star for each other one; a name of one character shows none. Source: domain text 6.3. */
export function maskName(name: string): string {
  const parts = graphemes(name.trim());
  return parts.length < 2 ? stars(parts.length) : `${parts[0]}${stars(parts.length - 1)}`;
}

/** The first letter and the last label of a mail address, `z***@***.com`; nothing where that would be more than half. Source: domain text 6.3. */
export function maskEmail(email: string): string {
  const whole = email.trim();
  const at = whole.lastIndexOf('@');
  if (at < 0) return ends(whole);
  const label = /\.[A-Za-z]{2,6}$/.exec(whole)?.[0] ?? '';
  const kept = at >= 3 ? (graphemes(whole)[0] ?? '') : '';
  return (kept.length + label.length) * 2 > whole.length ? '***@***' : `${kept}***@***${label}`;
}

/** An identity number as `2201**********123X`; shorter papers keep a quarter at each end. Source: domain text 6.3. */
export const maskId = (id: string): string => ends(id.replace(/\s/g, ''));

/** 道 is a street only where no district (二道区, 道外区, 道里区) goes by it. */
const STREET = /胡同|大街|街道|路|街|道(?![区里外县镇乡])|巷/u;
const HOUSE = /[\p{N}#]|[零〇一二三四五六七八九十百]+(?=[号栋幢楼室单元组户门])/u;

/** The place to street level: nothing after the street and no house number; without a street at most three characters and not half. Source: domain text 6.3. */
export function maskAddress(address: string): string {
  const whole = address.trim();
  const beforeHouse = whole.slice(0, HOUSE.exec(whole)?.index ?? whole.length);
  const street = STREET.exec(beforeHouse);
  const parts = graphemes(beforeHouse);
  const kept = street
    ? beforeHouse.slice(0, street.index + street[0].length)
    : parts.slice(0, Math.min(3, Math.floor(graphemes(whole).length / 2))).join('');
  return kept.length < whole.length ? `${kept}***` : kept;
}

const DIGIT = '[\\p{Nd}零〇一二三四五六七八九幺]';
/** What people put between the digits of one number: a space, a hyphen, a dot, a bracket, or something invisible. */
const GAP = '[ \\u00A0\\u3000\\u200B-\\u200D\\uFEFF\\-\\u2010-\\u2015－.·()（）]';
const HIDDEN = new RegExp(
  [
    '[\\w０-９Ａ-Ｚａ-ｚ.%+-]{1,64}[@＠][\\w０-９Ａ-Ｚａ-ｚ-]{1,63}(?:[.．][\\w０-９Ａ-Ｚａ-ｚ-]{1,63})+',
    '(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])',
    `[+＋]?${DIGIT}(?:${GAP}{0,3}${DIGIT}){6,}[XxＸｘ]?`,
  ].join('|'),
  'gu',
);
const DATE = /^(?:19|20)\d{2}[-.](?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])(?: +\d{1,2})?$/;
const MONEY = /^[\s多余]*[元万亿]/;

function hidden(found: string, offset: number, text: string): string {
  if (/[A-Za-z]/.test(found) && usccValid(found)) return found;
  if (DATE.test(found)) return found;
  if (/^\d{7,10}(?:\.\d+)?$/.test(found) && MONEY.test(text.slice(offset + found.length, offset + found.length + 4))) return found;
  if (/^[0-9A-Za-z]{18}$/.test(found) && !/\d{7}/.test(found)) return found;
  return '***';
}

/**
 * Free text without the numbers that lead to a person: seven digits or more in a row, however spaced, full-width or written in Chinese
 * (telephone, identity, bank card), and mail addresses. Codes of enterprises are public and stay; so do dates and sums. Source: domain text 6.1.
 */
export const maskText = (text: string): string => text.replace(HIDDEN, hidden);
