import { shallowRef } from 'vue';
import type { Filed, NotKept, Ticket } from './api';

/** The case in the reader's hands. In memory only: closing the page forgets it, as befits a shared computer. */
export const ticket = shallowRef<Ticket>();

/** What the server answered to the intake of this visit, shown until the reader files another. */
export const filed = shallowRef<Filed>();

/** The same for a complaint that is not kept here: a number and where to go. */
export const notKept = shallowRef<NotKept>();

/** Digits of a tracking code. Source: domain text, section 11. */
export const CODE_DIGITS = 20;

/** The code's digits alone, however they were pasted: spaces, dashes, full-width figures. */
export const digits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

/** A case number without what pasting adds to it. */
export const plainNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[‐-―]/g, '-')
    .replace(/[\s,;。,;]/g, '')
    .toUpperCase();

/** Number and code out of pasted text that names both, such as the two lines our own copy button makes. */
export function findTicket(text: string): Ticket | undefined {
  const flat = text.normalize('NFKC');
  const number = /(?:编号|number)\s*:?\s*([A-Z0-9-]{6,})/i.exec(flat)?.[1];
  const code = /(?:查询码|code)\s*:?\s*((?:\d[\s-]*){20})/i.exec(flat)?.[1];
  return number && code ? { caseNumber: plainNumber(number), trackingCode: digits(code) } : undefined;
}

/** The code in groups of four, for reading aloud and copying by hand. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');
