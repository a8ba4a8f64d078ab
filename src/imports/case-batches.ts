import { Injectable } from '@nestjs/common';
import { factColumnsOf } from '../cases/case-facts.js';
import { columnsOf } from '../cases/case.store.js';
import { Policies } from '../cases/policies.js';
import { Seals } from '../cases/seals.js';
import { Reference } from '../departments/reference.js';
import { importedFacts, importedState } from '../domain/case-import.js';
import type { Actor, CaseState } from '../domain/case-state.js';
import { caseNumberOf } from '../domain/codes.js';
import type { ReadLine } from '../domain/import-lines.js';
import { searchTerms } from '../domain/similarity.js';
import { type Day, dayOf, type Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import { Keys, newToken, randomDigits } from '../platform/crypto.js';
import { Db, insertRows, isDuplicate, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';

/** Whose cases they are and who takes them over. */
export interface TakingOver {
  importId: string;
  source: string;
  by: Actor;
  at: Instant;
  /** A hash no code opens: nobody was given one for these cases. */
  trackingHash: string;
}
/** A line with the terms it will be found by; making them costs more than all the rest, so it is done beforehand. */
export interface PreparedLine extends ReadLine {
  terms: readonly string[];
  summaryTerms: readonly string[];
}
type Taken = PreparedLine & { state: CaseState; caseNumber: string };

const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** Writes cases of another system, many at once, in the places where the intake and the steps of the table would have left them. */
@Injectable()
export class CaseBatches {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly seals: Seals,
    private readonly reference: Reference,
    private readonly policies: Policies,
  ) {}

  /** One hash for a whole run: of a token that is thrown away, and no code of twenty digits can be it. */
  deadHash(): Promise<string> {
    return this.keys.hashCode(newToken());
  }

  prepared(line: ReadLine): PreparedLine {
    const { summary } = line.case;
    const terms = searchTerms(`${line.title ?? ''}\n${line.description}`);
    return { ...line, terms, summaryTerms: summary === null ? [] : searchTerms(summary) };
  }

  /** Which of these numbers of that system are here already. */
  async known(source: string, numbers: readonly string[], tx?: Tx): Promise<Set<string>> {
    if (numbers.length === 0) return new Set();
    const sql = `SELECT foreignNumber FROM case_origins WHERE source = ? AND foreignNumber IN (${marks(numbers)})`;
    const params = [source, ...numbers];
    const rows = tx
      ? await tx.query<{ foreignNumber: string }[]>(sql, params)
      : await this.db.readPrimary<{ foreignNumber: string }>(sql, params);
    return new Set(rows.map(({ foreignNumber }) => foreignNumber));
  }

  /** Takes over those that are not here yet, in a transaction that is open. Gives what the log is to be told, and how many they are. */
  async write(tx: Tx, lines: readonly PreparedLine[], about: TakingOver): Promise<{ added: number; events: ToldEvent[] }> {
    const known = await this.known(
      about.source,
      lines.map(({ foreignNumber }) => foreignNumber),
      tx,
    );
    const fresh = lines.filter(({ foreignNumber }) => !known.has(foreignNumber));
    if (fresh.length === 0) return { added: 0, events: [] };
    const numbers = await this.numbers(tx, fresh);
    const taken = fresh.map((line, index): Taken => {
      const caseNumber = numbers[index]!;
      const from = { ...line.case, caseNumber, registeredBy: about.by.username };
      return { ...line, caseNumber, state: importedState(from, this.policies.at(line.case.receivedAt)) };
    });
    await this.insert(tx, taken, about);
    return { added: taken.length, events: this.told(taken, about) };
  }

  /** Running numbers of the days of receipt, as if they had come in here; the rows of the days are taken in their order. */
  private async numbers(tx: Tx, lines: readonly ReadLine[]): Promise<string[]> {
    const days = lines.map((line) => dayOf(line.case.receivedAt));
    const next = new Map<Day, number>();
    for (const day of [...new Set(days)].sort()) {
      const name = `cases:${day}`;
      const ask = () => tx.query<{ value: number }[]>(`SELECT value FROM counters WHERE name = ?${this.db.forUpdate}`, [name]);
      let [row] = await ask();
      if (!row) {
        await tx.query('INSERT INTO counters (name, value) VALUES (?, 0)', [name]).catch((error: unknown) => {
          if (!isDuplicate(error)) throw error;
        });
        [row] = await ask();
      }
      const many = days.filter((one) => one === day).length;
      next.set(day, Number(row!.value));
      await say(tx, 'UPDATE counters SET value = ? WHERE name = ?', [Number(row!.value) + many, name]);
    }
    return days.map((day) => {
      const value = next.get(day)! + 1;
      next.set(day, value);
      return caseNumberOf(day, value);
    });
  }

  private async insert(tx: Tx, taken: readonly Taken[], { source, importId, at, trackingHash }: TakingOver): Promise<void> {
    await insertRows(
      tx,
      'cases',
      taken.map((one) => ({ ...columnsOf(one.state), ...this.words(one), trackingHandle: randomDigits(10), trackingHash })),
    );
    await insertRows(
      tx,
      'complainants',
      taken.map(({ caseNumber, state, person }) => {
        const isAnonymous = !(person.name ?? person.phone ?? person.organisation);
        return this.seals.of(state).identities.rowOf(caseNumber, isAnonymous, person);
      }),
    );
    const of = <T>(rows: (one: Taken) => readonly T[]) => taken.flatMap(rows);
    await insertRows(
      tx,
      'assignments',
      of(({ state }) => state.assignments),
    );
    await insertRows(
      tx,
      'case_limits',
      of(({ state }) => state.limits),
    );
    await insertRows(
      tx,
      'case_facts',
      of(({ state }) => factColumnsOf(state, this.reference.tree)),
    );
    await insertRows(
      tx,
      'case_terms',
      of((one) => this.terms(one)).sort((a, b) => (a.term < b.term ? -1 : 1)), // an index grows faster when its keys come in order
    );
    await insertRows(
      tx,
      'case_origins',
      taken.map(({ caseNumber, foreignNumber }) => ({ caseNumber, source, foreignNumber, importId, at })),
    );
    const sealed = taken.filter(({ state }) => state.status === 'sealed');
    if (sealed.length > 0) await this.nameReaders(tx, sealed);
  }

  private async nameReaders(tx: Tx, sealed: readonly Taken[]): Promise<void> {
    const duty = await tx.query<{ username: string }[]>('SELECT username FROM accounts WHERE duty = 1');
    await insertRows(
      tx,
      'case_readers',
      sealed.flatMap(({ caseNumber }) => duty.map(({ username }) => ({ username, caseNumber }))),
    );
  }

  private words({ caseNumber, state, title, description, address, particulars }: Taken): Record<string, unknown> {
    const { texts } = this.seals.of(state);
    return {
      ...particulars,
      occurredAt: null,
      consentToBeNamed: false,
      warnings: null,
      title: texts.close(title ?? headingOf(description), 'cases.title', caseNumber),
      description: texts.close(description, 'cases.description', caseNumber),
      address: address === null ? null : texts.close(address, 'cases.address', caseNumber),
      namedOfficial: null,
    };
  }

  private terms({ caseNumber, state, terms, summaryTerms, person }: Taken) {
    const isSealed = state.status === 'sealed';
    const { texts } = this.seals.of(state);
    const rows = (words: readonly string[], scope: 'o' | 'd' | 's') =>
      texts.blinded(words, scope).map((term) => ({ term, scope, caseNumber }));
    const scope = isSealed ? 's' : 'o';
    return [
      ...rows(terms, scope),
      ...texts.tailRows(person.phone, scope, caseNumber),
      ...(isSealed || state.summary === null ? [] : rows(summaryTerms, 'd')),
    ];
  }

  private told(taken: readonly Taken[], { by, at, source }: TakingOver): ToldEvent[] {
    return taken.flatMap(({ caseNumber, state, particulars, ...line }) => {
      const about = { by, at, caseNumber, version: state.version };
      const from = { ...line.case, caseNumber, registeredBy: by.username };
      const told = { type: 'case.imported', facts: importedFacts(state, from, particulars, source), ...about };
      return state.status === 'sealed' ? [told, { type: 'case.sealed', facts: { why: 'category' }, ...about }] : [told];
    });
  }
}

const LONGEST_HEADING = 30;
/** A heading for a matter that came without one. */
const headingOf = (description: string): string => {
  const [first = ''] = description.split(/[,，。；;！!？?\n]/);
  const characters = [...(first.trim() || description.trim())];
  return characters.length > LONGEST_HEADING ? `${characters.slice(0, LONGEST_HEADING - 1).join('')}…` : characters.join('');
};
