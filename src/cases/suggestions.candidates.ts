import { Injectable } from '@nestjs/common';
import { caseNumberOf } from '../domain/codes.js';
import { searchTerms, similarity, words } from '../domain/similarity.js';
import { addDays, dayOf, type Instant } from '../domain/time.js';
import type { Scope } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import type { ListedRow } from './case.queries.js';
import { Seals } from './seals.js';
import { Texts } from './texts.js';
import { visible } from './visible.js';

/** A matter to which earlier ones are looked for. */
export interface Question {
  text: string;
  categoryCode: string | null;
  accusedDepartmentCode: string | null;
  phoneIndex: string | null;
  usccIndex: string | null;
  /** The case itself, never its own likeness. */
  caseNumber?: string;
}
/** An earlier case with what connects it; `likeness` of the texts is 0 to 1. */
export interface Found {
  row: ListedRow;
  phoneIndex: string | null;
  usccIndex: string | null;
  likeness: number;
}
type Light = { caseNumber: string };

const YEARS_BACK = 2;
const TERMS = 24;
const PER_TERM = 150;
const MOST_CANDIDATES = 200;
const MOST_OPENED = 60;
const LINKED = 20;
const LINE = (
  'caseNumber version status kind urgency channel categoryCode accusedDepartmentCode region receivedAt updatedAt dueAt amberAt redAt ' +
  'limitName round repeatCount urgeCount returnCount summary title'
).split(' ') as (keyof ListedRow)[];

/**
 * Earlier cases that may be alike: by blind terms and by keyed indexes of the caller, so that nothing has to be decrypted to find them;
 * of those a reader may see, at most 60 are opened in memory and compared. Source: domain text, sections 5 and 6.2.
 */
@Injectable()
export class Candidates {
  constructor(
    private readonly db: Db,
    private readonly texts: Texts,
    private readonly seals: Seals,
  ) {}

  /** The likeliest first; `since` bounds those found by caller or department, two years those found by text. */
  async find(question: Question, scope: Scope, now: Instant, since: Instant): Promise<Found[]> {
    const own = words(question.text);
    const weights = await this.byTerms(own, now);
    const linked = await this.linked(question, since);
    const ranked = [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1)).map(([caseNumber]) => caseNumber);
    const order = [...new Set([...linked, ...ranked])].filter((one) => one !== question.caseNumber).slice(0, MOST_CANDIDATES);
    const found = await this.open(await this.seen(order, scope), own);
    return found.sort((a, b) => b.likeness - a.likeness || b.row.receivedAt - a.row.receivedAt);
  }

  /** Newest cases with each telling term, weighed by how rare the term is. */
  private async byTerms(own: readonly string[], now: Instant): Promise<Map<string, number>> {
    const weights = new Map<string, number>();
    const terms = this.texts.blinded(tellingTerms(own), 'o');
    if (terms.length === 0) return weights;
    const from = caseNumberOf(addDays(dayOf(now), -YEARS_BACK * 365), 1);
    const each = (_: string, i: number) => `SELECT ${i} AS term, caseNumber FROM (SELECT caseNumber FROM case_terms
      WHERE term = ? AND scope = 'o' AND caseNumber >= ? ORDER BY caseNumber DESC LIMIT ${PER_TERM}) t${i}`;
    const hits = await this.db.read<{ term: number; caseNumber: string }>(
      terms.map(each).join(' UNION ALL '),
      terms.flatMap((term) => [term, from]),
    );
    const counts = new Map<number, number>();
    for (const { term } of hits) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const { term, caseNumber } of hits) {
      weights.set(caseNumber, (weights.get(caseNumber) ?? 0) + Math.log(1 + PER_TERM / counts.get(term)!));
    }
    return weights;
  }

  /** Newest cases of the same caller or enterprise, and against the same department about the same thing. */
  private async linked(question: Question, since: Instant): Promise<string[]> {
    const ways: [sql: string, ...params: unknown[]][] = [];
    for (const column of ['phoneIndex', 'usccIndex'] as const) {
      if (question[column]) ways.push([`SELECT caseNumber FROM complainants WHERE ${column} = ?`, question[column]]);
    }
    const { accusedDepartmentCode, categoryCode } = question;
    if (accusedDepartmentCode && categoryCode) {
      ways.push([
        'SELECT caseNumber FROM cases WHERE accusedDepartmentCode = ? AND receivedAt >= ? AND categoryCode = ?',
        accusedDepartmentCode,
        since,
        categoryCode,
      ]);
    }
    const from = caseNumberOf(dayOf(since), 1);
    const found: string[] = [];
    for (const [sql, ...params] of ways) {
      const rows = await this.db.read<Light>(`${sql} AND caseNumber >= ? ORDER BY caseNumber DESC LIMIT ${LINKED}`, [...params, from]);
      found.push(...rows.map(({ caseNumber }) => caseNumber));
    }
    return found;
  }

  /** Those this reader may see, in the order given. */
  private async seen(order: readonly string[], scope: Scope): Promise<string[]> {
    if (order.length === 0) return [];
    const may = visible(scope);
    const rows = await this.db.read<Light>(`SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${marks(order)}) AND ${may.sql}`, [
      ...order,
      ...may.params,
    ]);
    const known = new Set(rows.map(({ caseNumber }) => caseNumber));
    return order.filter((one) => known.has(one)).slice(0, MOST_OPENED);
  }

  private async open(numbers: readonly string[], own: readonly string[]): Promise<Found[]> {
    if (numbers.length === 0) return [];
    const rows = await this.db.read<ListedRow & { description: string; phoneIndex: string | null; usccIndex: string | null }>(
      `SELECT ${LINE.map((column) => `c.${column}`).join(', ')}, c.description, p.phoneIndex, p.usccIndex
       FROM cases c LEFT JOIN complainants p ON p.caseNumber = c.caseNumber WHERE c.caseNumber IN (${marks(numbers)})`,
      numbers,
    );
    return rows.map(({ description, phoneIndex, usccIndex, ...row }) => {
      const { texts } = this.seals.of(row);
      const legible = [
        texts.legible(row.title, 'cases.title', row.caseNumber),
        texts.legible(description, 'cases.description', row.caseNumber),
      ];
      const text = legible.join('\n');
      return { row, phoneIndex, usccIndex, likeness: similarity(own, words(text)) };
    });
  }
}

const marks = (list: readonly unknown[]): string => list.map(() => '?').join(',');

/** Terms of the longest words, which say most; a word is stored as its pairs of characters. */
function tellingTerms(own: readonly string[]): string[] {
  const longest = [...new Set(own)].sort((a, b) => b.length - a.length);
  return [...new Set(longest.flatMap(searchTerms))].filter((term) => term.length > 1).slice(0, TERMS);
}
