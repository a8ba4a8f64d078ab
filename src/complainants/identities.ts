import { Inject, Injectable } from '@nestjs/common';
import { maskAddress, maskEmail, maskId, maskName, maskPhone } from '../domain/masking.js';
import { namedIn } from '../domain/named-in.js';
import { comparableOf } from '../domain/phone-numbers.js';
import { Keys, type Suite } from '../platform/crypto.js';

/** The particulars a complainant may give. */
export interface Particulars {
  name?: string;
  phone?: string;
  email?: string;
  idNumber?: string;
  address?: string;
  organisation?: string;
  uscc?: string;
}
const FIELDS = ['name', 'phone', 'email', 'idNumber', 'address', 'organisation', 'uscc'] as const satisfies readonly (keyof Particulars)[];

/** A stored complainant: ciphertexts and blind indexes. */
export type ComplainantRow = { caseNumber: string; anonymous: boolean } & Record<(typeof FIELDS)[number], string | null> & {
    phoneIndex: string | null;
    usccIndex: string | null;
    forgottenAt?: number | null;
  };
/** What is left of a complainant whose term is over: that there was one. */
export const FORGOTTEN: Partial<Record<keyof ComplainantRow, null>> = {
  ...(Object.fromEntries(FIELDS.map((field) => [field, null])) as Record<(typeof FIELDS)[number], null>),
  phoneIndex: null,
  usccIndex: null,
};

const place = (field: string, caseNumber: string): string => `complainants.${field}:${caseNumber}`;
const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** Encrypts, opens and masks the identity of complainants; nobody else handles these columns. Source: domain text 6.2, 6.3. */
@Injectable()
export class Identities {
  constructor(@Inject(Keys) private readonly keys: Suite) {}

  rowOf(caseNumber: string, anonymous: boolean, given: Particulars): ComplainantRow {
    const sealed = Object.fromEntries(
      FIELDS.map((field) => [field, given[field] ? this.keys.encrypt(given[field], place(field, caseNumber)) : null]),
    ) as Record<(typeof FIELDS)[number], string | null>;
    return { caseNumber, anonymous, ...sealed, phoneIndex: this.phoneIndex(given.phone), usccIndex: this.usccIndex(given.uscc) };
  }

  /** All that a stored complainant told, in plain. Throws `record.unreadable` (409). */
  opened(row: ComplainantRow): Particulars {
    return Object.fromEntries(FIELDS.flatMap((field) => (row[field] ? [[field, this.open(row, field)]] : [])));
  }

  phoneIndex(phone: string | undefined): string | null {
    const number = phone && comparableOf(phone);
    return number ? this.keys.blind(number, 'phone') : null;
  }

  /** The number at the other end of a call, encrypted and bound to that call. */
  closeNumber(number: string, callId: string): string {
    return this.keys.encrypt(number, `calls.number:${callId}`);
  }

  /** What an operator noted of a call. */
  closeNote(note: string, callId: string): string {
    return this.keys.encrypt(note, `calls.note:${callId}`);
  }

  openNote(closed: string, callId: string): string {
    return this.keys.decrypt(closed, `calls.note:${callId}`);
  }

  openNumber(closed: string, callId: string): string {
    return this.keys.decrypt(closed, `calls.number:${callId}`);
  }

  /** A person of a department, by keyed index: the same man named twice meets, whoever named him. */
  personIndex(name: string, departmentCode: string): string {
    return this.keys.blind(`${departmentCode}\0${bare(name)}`, 'person');
  }

  /** A document of a department, by its number or title. */
  documentIndex(document: string, departmentCode: string): string {
    return this.keys.blind(`${departmentCode}\0${bare(document)}`, 'document');
  }

  usccIndex(uscc: string | undefined): string | null {
    return uscc ? this.keys.blind(uscc.toUpperCase(), 'uscc') : null;
  }

  open(row: ComplainantRow, field: (typeof FIELDS)[number]): string | undefined {
    const stored = row[field];
    return stored ? this.keys.decrypt(stored, place(field, row.caseNumber)) : undefined;
  }

  /** Which particulars of the complainant stand in a text that is meant for others. */
  namedIn(row: ComplainantRow, text: string): string[] {
    return namedIn(text, this.opened(row));
  }

  /** What hotline staff see without a written reason. */
  masked(row: ComplainantRow): Particulars {
    const masks = { name: maskName, phone: maskPhone, email: maskEmail, idNumber: maskId, address: maskAddress };
    const shown = Object.entries(masks).flatMap(([field, mask]) => {
      const plain = this.open(row, field as keyof typeof masks);
      return plain ? [[field, mask(plain)]] : [];
    });
    const [organisation, uscc] = [this.open(row, 'organisation'), this.open(row, 'uscc')];
    return { ...(Object.fromEntries(shown) as Particulars), ...(organisation ? { organisation } : {}), ...(uscc ? { uscc } : {}) };
  }
}
