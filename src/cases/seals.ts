import { Injectable } from '@nestjs/common';
import { type ComplainantRow, Identities } from '../complainants/identities.js';
import { SealedKeys } from '../platform/crypto.js';
import { insertRows, type Tx, updateRow } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { SealedElsewhere } from './sealed-elsewhere.js';
import { type TextField, Texts } from './texts.js';

/** What opens and closes the words and the particulars of a case. */
export interface Ink {
  texts: Texts;
  identities: Identities;
}

/** Columns of words in each table, by the key of their row; the complainant's particulars have their own way. */
const WORDS: readonly { table: string; key: string; columns: readonly string[] }[] = [
  { table: 'cases', key: 'caseNumber', columns: ['title', 'description', 'address', 'namedOfficial'] },
  { table: 'case_messages', key: 'id', columns: ['text'] },
  { table: 'call_backs', key: 'id', columns: ['words'] },
  { table: 'ratings', key: 'id', columns: ['comment'] },
  { table: 'attachments', key: 'id', columns: ['name'] },
];

/**
 * Which key a case stands under. Ordinary cases are open to the main key; sealed ones to the commission's alone, and only code that has
 * asked `visible` first gets here with one: that lets nobody but its named inspectors through. Source: domain text 6.4.
 */
@Injectable()
export class Seals {
  private readonly ordinary: Ink;
  readonly sealed: Ink;

  constructor(
    texts: Texts,
    identities: Identities,
    keys: SealedKeys,
    private readonly elsewhere: SealedElsewhere,
  ) {
    this.ordinary = { texts, identities };
    this.sealed = { texts: new Texts(keys), identities: new Identities(keys) };
  }

  /** The ink of a case that its reader was let in to. */
  of({ status }: { status: string }): Ink {
    return status === 'sealed' ? this.sealed : this.ordinary;
  }

  /**
   * Closes everything a case holds anew under the sealed key, in the transaction that seals it: words, particulars and their indexes,
   * names of files, search terms. The bytes of files follow after the commit (`sealed-files.ts`).
   */
  async seal(tx: Tx, caseNumber: string): Promise<void> {
    let heading = '';
    for (const { table, key, columns } of WORDS) {
      const rows = await tx.query<Record<string, string | null>[]>(
        `SELECT ${[key, ...columns].join(', ')} FROM ${table} WHERE caseNumber = ?`,
        [caseNumber],
      );
      for (const row of rows) {
        const patch = this.closedAnew(table, row[key]!, row, columns);
        if (table === 'cases') heading = `${patch.title!.plain}\n${patch.description!.plain}`;
        await updateRow(
          tx,
          table,
          { [key]: row[key] },
          Object.fromEntries(Object.entries(patch).map(([name, { closed }]) => [name, closed])),
        );
      }
    }
    const phone = await this.sealComplainant(tx, caseNumber);
    await say(tx, 'DELETE FROM case_terms WHERE caseNumber = ?', [caseNumber]);
    const { texts } = this.sealed;
    await insertRows(tx, 'case_terms', [...texts.termRows(heading, 's', caseNumber), ...texts.tailRows(phone, 's', caseNumber)]);
    await say(tx, "UPDATE attachments SET vault = 'moving' WHERE caseNumber = ?", [caseNumber]);
    await this.elsewhere.seal(tx, caseNumber);
  }

  private closedAnew(table: string, id: string, row: Record<string, string | null>, columns: readonly string[]) {
    const given = columns.flatMap((column) => {
      const stored = row[column];
      if (stored === null || stored === undefined || stored === '') return [];
      const field = `${table}.${column}` as TextField;
      const plain = this.ordinary.texts.open(stored, field, id);
      return [[column, { plain, closed: this.sealed.texts.close(plain, field, id) }] as const];
    });
    return Object.fromEntries(given) as Record<string, { plain: string; closed: string }>;
  }

  /** Gives the number he left, for the search. */
  private async sealComplainant(tx: Tx, caseNumber: string): Promise<string | undefined> {
    const [row] = await tx.query<ComplainantRow[]>('SELECT * FROM complainants WHERE caseNumber = ?', [caseNumber]);
    if (!row) return undefined;
    const given = this.ordinary.identities.opened(row);
    const { caseNumber: _same, ...closed } = this.sealed.identities.rowOf(caseNumber, Number(row.anonymous) === 1, given);
    await updateRow(tx, 'complainants', { caseNumber }, closed);
    return given.phone;
  }
}
