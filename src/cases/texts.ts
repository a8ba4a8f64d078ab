import { Inject, Injectable } from '@nestjs/common';
import { tailOf } from '../domain/phone-numbers.js';
import { searchTerms } from '../domain/similarity.js';
import { Keys, type Suite } from '../platform/crypto.js';
import { Log } from '../platform/log.js';

const log = new Log();

/** No text has such a term: words hold no colon. */
export const tailTerm = (tail: string): string => `tail:${tail}`;

/** Columns of the complainant's own words. */
export type TextField =
  | 'cases.title'
  | 'cases.description'
  | 'cases.address'
  | 'cases.namedOfficial'
  | 'case_messages.text'
  | 'call_backs.words'
  | 'ratings.comment'
  | 'attachments.name';

/** Who may search by a term: the hotline in the original (`o`), departments in the transfer summary (`d`), inspectors in sealed cases (`s`). */
export type TermScope = 'o' | 'd' | 's';

/** The complainant's words at rest: encrypted in their row under one suite, searchable only by keyed hashes of words. Source: domain text 6.1, 6.2. */
@Injectable()
export class Texts {
  constructor(@Inject(Keys) private readonly keys: Suite) {}

  close(text: string, field: TextField, id: string): string {
    return this.keys.encrypt(text, `${field}:${id}`);
  }

  open(stored: string, field: TextField, id: string): string {
    return this.keys.decrypt(stored, `${field}:${id}`);
  }

  /** For lists: one text that was tampered with is left out and told in the log, so that all others are still served. */
  legible(stored: string, field: TextField, id: string): string | undefined {
    try {
      return this.open(stored, field, id);
    } catch (error) {
      log.error(`${field}:${id} was changed or moved behind our back`, error);
      return undefined;
    }
  }

  maybe(stored: string | null | undefined, field: TextField, id: string): string | undefined {
    return stored ? this.open(stored, field, id) : undefined;
  }

  /** Blind terms of a text, as rows of `case_terms`. */
  termRows(text: string, scope: TermScope, caseNumber: string): { term: string; scope: TermScope; caseNumber: string }[] {
    return this.blinded(searchTerms(text), scope).map((term) => ({ term, scope, caseNumber }));
  }

  /** The row by which a case is found by the last four digits of its caller; none without a number. */
  tailRows(phone: string | undefined, scope: TermScope, caseNumber: string): { term: string; scope: TermScope; caseNumber: string }[] {
    const tail = phone && tailOf(phone);
    return tail ? this.blinded([tailTerm(tail)], scope).map((term) => ({ term, scope, caseNumber })) : [];
  }

  blinded(terms: readonly string[], scope: TermScope): string[] {
    return [...new Set(terms.map((term) => this.keys.blind(term, `term-${scope}`, 9)))];
  }
}
