import { Injectable } from '@nestjs/common';
import { People } from '../calls/people.js';
import { all, type Sql, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { known } from '../domain/known.js';
import { maskName } from '../domain/masking.js';
import { CARD_STEPS, CONCERN_STEPS, EXPLANATION_STEPS, openSteps, URGING_STEPS } from '../domain/office-steps.js';
import { fromInstant, isoOf, toInstant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import type { PageQuery } from '../platform/http/paging.js';
import { type CardRow, Cards } from './cards.js';
import type { ConcernRow } from './concerns.js';
import { type ExplanationRow, personPlace } from './explanations.js';
import type { CardListQuery, ConcernListQuery, ExplanationListQuery, UrgingListQuery } from './paper.dto.js';
import type {
  AccountabilityView,
  CardPage,
  CardView,
  ConcernPage,
  ConcernView,
  ExplanationPage,
  ExplanationRowView,
  ExplanationView,
  UrgingPage,
  UrgingView,
} from './paper.views.js';
import { concernsOf, papersOf } from './readers.js';
import { OfficeRules } from './rules.js';
import type { UrgingRow } from './urgings.js';

type Table = 'cards' | 'explanations' | 'concerns' | 'urgings';
type ConcernFacts = Record<string, string | number | undefined>;
const iso = (at: number | null): string | null => (at === null ? null : isoOf(Number(at)));
const equal = (column: string, value: string | undefined): Sql[] =>
  value === undefined ? [] : [{ sql: `p.${column} = ?`, params: [value] }];

/** Reads cards, letters, urgings and concerns as their readers may see them. */
@Injectable()
export class PaperQueries {
  constructor(
    private readonly db: Db,
    private readonly people: People,
    private readonly rules: OfficeRules,
    private readonly cardRules: Cards,
    private readonly keys: Keys,
  ) {}

  /** Cards, the newest first. */
  cards(query: CardListQuery, by: Actor): Promise<CardPage> {
    const where = all(
      papersOf(by),
      ...equal('status', query.status),
      ...equal('colour', query.colour),
      ...equal('rule', query.rule),
      ...equal('departmentCode', query.departmentCode),
      ...equal('caseNumber', query.caseNumber),
      ...(query.from ? [{ sql: 'p.issuedAt >= ?', params: [fromInstant(query.from)] }] : []),
      ...(query.to ? [{ sql: 'p.issuedAt < ?', params: [toInstant(query.to)] }] : []),
    );
    return this.page('cards', where, 'p.issuedAt DESC, p.id DESC', query, (row: CardRow) => this.cardView(row, by));
  }

  /** Throws `not-found` (404) alike for absent and hidden. */
  async card(id: string, by: Actor): Promise<CardView> {
    return this.cardView(await this.one<CardRow>('cards', id, papersOf(by)), by);
  }

  /** Letters: by their limit, what is owed first; `owed` leaves out what has been given. */
  explanations(query: ExplanationListQuery, by: Actor): Promise<ExplanationPage> {
    const where = all(
      papersOf(by),
      ...equal('status', query.status),
      ...equal('departmentCode', query.departmentCode),
      ...equal('caseNumber', query.caseNumber),
      ...(query.owed ? [{ sql: "p.status IN ('demanded','returned')", params: [] }] : []),
      ...(query.given ? [{ sql: "p.status IN ('given','accepted')", params: [] }] : []),
    );
    const order = query.owed || query.status ? 'p.dueAt, p.id' : 'p.dueAt DESC, p.id DESC';
    return this.page('explanations', where, order, query, (row: ExplanationRow) => this.explanationLine(row, by));
  }

  async explanation(id: string, by: Actor): Promise<ExplanationView> {
    const row = await this.one<ExplanationRow>('explanations', id, papersOf(by));
    const { draft, letter, givenBy, reason, decidedAt, decidedBy } = row;
    const isOwn = by.departmentCode === row.departmentCode;
    const name = (username: string | null) => (username ? this.people.nameOf(username) : null);
    return {
      ...this.explanationLine(row, by),
      ...known({ draft: isOwn ? draft : null, letter, reason, decidedAt: iso(decidedAt) }),
      ...known({ givenBy: name(givenBy), decidedBy: name(decidedBy) }),
      accountability: await this.accountability(id),
    };
  }

  /** What lies on the supervisor's desk, the newest first. */
  async concerns(query: ConcernListQuery, by: Actor): Promise<ConcernPage> {
    const where = all(concernsOf(by), ...equal('kind', query.kind), ...equal('state', query.state));
    const page = await this.page('concerns', where, 'p.createdAt DESC, p.id DESC', query, (row: ConcernRow) => row);
    return { ...page, items: await this.concernViews(page.items, by) };
  }

  async concern(id: string, by: Actor): Promise<ConcernView> {
    const [view] = await this.concernViews([await this.one<ConcernRow>('concerns', id, concernsOf(by))], by);
    return view!;
  }

  /** Urgings in writing, the newest first. */
  urgings(query: UrgingListQuery, by: Actor): Promise<UrgingPage> {
    const where = all(
      papersOf(by),
      ...equal('state', query.state),
      ...equal('departmentCode', query.departmentCode),
      ...equal('caseNumber', query.caseNumber),
    );
    return this.page('urgings', where, 'p.at DESC, p.id DESC', query, (row: UrgingRow) => this.urgingView(row, by));
  }

  async urging(id: string, by: Actor): Promise<UrgingView> {
    return this.urgingView(await this.one<UrgingRow>('urgings', id, papersOf(by)), by);
  }

  private async page<Row, View>(
    table: Table,
    { sql, params }: Sql,
    order: string,
    { page, pageSize }: PageQuery,
    view: (row: Row) => View,
  ): Promise<{ items: View[]; total: number; page: number; pageSize: number }> {
    const [[count] = [], rows = []] = await this.db.readAllPrimary([
      { sql: `SELECT COUNT(*) AS n FROM ${table} p WHERE ${sql}`, params },
      { sql: `SELECT p.* FROM ${table} p WHERE ${sql} ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`, params },
    ]);
    return { items: (rows as Row[]).map(view), total: Number(count?.n ?? 0), page, pageSize };
  }

  private async one<Row>(table: Table, id: string, { sql, params }: Sql): Promise<Row> {
    const [row] = await this.db.readPrimary<Row>(`SELECT p.* FROM ${table} p WHERE p.id = ? AND ${sql}`, [id, ...params]);
    if (!row) throw notFound();
    return row;
  }

  private cardView(row: CardRow, by: Actor): CardView {
    const { id, departmentCode, colour, rule, ground, status, caseNumber, ruleVersion, appeal, why, decidedBy } = row;
    const issuedAt = Number(row.issuedAt);
    const until = this.cardRules.appealUntil({ issuedAt });
    const isLate = this.rules.now > until;
    const actions = openSteps(CARD_STEPS, status, by).filter((action) => action !== 'appeal' || !isLate);
    return {
      ...{ cardId: id, version: Number(row.version), departmentCode, departmentName: this.people.departmentName(departmentCode) },
      ...{ colour, rule, ground, status, issuedAt: isoOf(issuedAt), issuedBy: this.people.nameOf(row.issuedBy), actions },
      ...known({ caseNumber, ruleVersion: ruleVersion === null ? null : Number(ruleVersion), appeal, why }),
      ...known({ appealedAt: iso(row.appealedAt), decidedAt: iso(row.decidedAt), appealUntil: status === 'issued' ? isoOf(until) : null }),
      ...(decidedBy ? { decidedBy: this.people.nameOf(decidedBy) } : {}),
    };
  }

  private explanationLine(row: ExplanationRow, by: Actor): ExplanationRowView {
    const { id, departmentCode, status, ground, caseNumber, demandedBy } = row;
    const isOwed = status === 'demanded' || status === 'returned';
    return {
      ...{ explanationId: id, version: Number(row.version), departmentCode, departmentName: this.people.departmentName(departmentCode) },
      ...{ status, ground, dueAt: isoOf(Number(row.dueAt)), light: this.rules.light(isOwed ? Number(row.dueAt) : null) },
      ...{ demandedAt: isoOf(Number(row.demandedAt)), demandedBy: this.people.nameOf(demandedBy) },
      actions: openSteps(EXPLANATION_STEPS, status, by),
      ...known({ caseNumber, givenAt: iso(row.givenAt) }),
    };
  }

  private async accountability(explanationId: string): Promise<AccountabilityView[]> {
    const rows = await this.db.readPrimary<{
      id: string;
      person: string;
      post: string;
      measure: string;
      note: string | null;
      at: number;
      username: string;
    }>('SELECT * FROM accountability WHERE explanationId = ? ORDER BY at, id', [explanationId]);
    return rows.map(({ id, person, post, measure, note, at, username }) => ({
      ...{ person: maskName(this.keys.decrypt(person, personPlace(id))), post, measure },
      ...{ at: isoOf(Number(at)), by: this.people.nameOf(username), ...known({ note }) },
    }));
  }

  /** The other case a concern speaks of is named to those who may see it, too; asked once for all. */
  private async concernViews(rows: readonly ConcernRow[], by: Actor): Promise<ConcernView[]> {
    const facts = rows.map((row) => JSON.parse(row.facts) as ConcernFacts);
    const likes = facts.flatMap(({ like }) => (typeof like === 'string' ? [like] : []));
    const may = visible(scopeOf(by));
    const sql = `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${likes.map(() => '?').join(',')}) AND ${may.sql}`;
    const seen = likes.length > 0 ? await this.db.readPrimary<{ caseNumber: string }>(sql, [...likes, ...may.params]) : [];
    const isSeen = (like: unknown) => seen.some(({ caseNumber }) => caseNumber === like);
    return rows.map((row, index) =>
      this.concernView(row, { ...facts[index], ...(isSeen(facts[index]!.like) ? {} : { like: undefined }) }, by),
    );
  }

  private concernView(row: ConcernRow, facts: ConcernFacts, by: Actor): ConcernView {
    const { id, kind, state, caseNumber, departmentCode, why, decidedBy } = row;
    const { count, like, similarity, limit, username, reason } = facts;
    const at = (value: unknown) => (typeof value === 'number' ? isoOf(value) : null);
    return {
      ...{ concernId: id, version: Number(row.version), kind, state, createdAt: isoOf(Number(row.createdAt)) },
      ...(known({ caseNumber, departmentCode, count, like, similarity, limit, reason }) as Partial<ConcernView>),
      ...known({ dueAt: at(facts.dueAt), since: at(facts.since), why, decidedAt: iso(row.decidedAt) }),
      ...(username ? { person: this.people.nameOf(String(username)) } : {}),
      ...(decidedBy ? { decidedBy: this.people.nameOf(decidedBy) } : {}),
      actions: openSteps(CONCERN_STEPS, state, by),
    };
  }

  private urgingView(row: UrgingRow, by: Actor): UrgingView {
    const { id, caseNumber, departmentCode, limitName, text, state, username, acknowledgedBy } = row;
    return {
      ...{ urgingId: id, version: Number(row.version), caseNumber, departmentCode },
      ...{ departmentName: this.people.departmentName(departmentCode), text, state, at: isoOf(Number(row.at)) },
      by: this.people.nameOf(username),
      actions: openSteps(URGING_STEPS, state, by),
      ...known({ limit: limitName, acknowledgedAt: iso(row.acknowledgedAt) }),
      ...(acknowledgedBy ? { acknowledgedBy: this.people.nameOf(acknowledgedBy) } : {}),
    };
  }
}
