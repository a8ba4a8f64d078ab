import { Injectable } from '@nestjs/common';
import { all, type Sql } from '../cases/visible.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { tracesIn } from '../domain/de-identification.js';
import { DomainError, notFound } from '../domain/errors.js';
import { dayOf, isoOf } from '../domain/time.js';
import { openTypicalActions } from '../domain/typical-case-life.js';
import { Db } from '../platform/db.js';
import { Originals } from './originals.js';
import { PUBLICITY } from './settings.js';
import { checkView, traceView } from './tracing.js';
import type {
  CheckView,
  PublicCasePage,
  PublicCasesQuery,
  PublicCaseView,
  TypicalCaseListQuery,
  TypicalCasePage,
  TypicalCaseRow,
  TypicalCaseView,
  TypicalTextInput,
  TypicalVersionView,
} from './typical-case.dto.js';
import { mayReadTypical, type StoredTypicalCase, TypicalCaseStore, type TypicalRow } from './typical-case.store.js';

const RULES = PUBLICITY.typicalCases;

/** Reads typical cases: for those who write and decide, and for the public. */
@Injectable()
export class TypicalCaseQueries {
  constructor(
    private readonly db: Db,
    private readonly store: TypicalCaseStore,
    private readonly originals: Originals,
    private readonly reference: Reference,
  ) {}

  async list({ state, page, pageSize }: TypicalCaseListQuery, by: Actor): Promise<TypicalCasePage> {
    const where = all(...(state ? [{ sql: 't.state = ?', params: [state] }] : []), mayReadTypical(by));
    const { rows, total } = await this.page(where, 't.updatedAt DESC, t.id DESC', page, pageSize);
    const opened = rows.map((row) => this.store.open(row));
    const names = await this.namesOf(opened.map(({ authors }) => authors[0] ?? ''));
    return { items: opened.map((one) => rowView(one, names)), total, page, pageSize };
  }

  private async namesOf(usernames: readonly string[]): Promise<Map<string, string>> {
    const asked = [...new Set(usernames)];
    if (asked.length === 0) return new Map();
    const rows = await this.db.read<{ username: string; name: string }>(
      `SELECT username, name FROM accounts WHERE username IN (${asked.map(() => '?').join(',')})`,
      asked,
    );
    return new Map(rows.map(({ username, name }) => [username, name]));
  }

  private async page(where: Sql, order: string, page: number, pageSize: number): Promise<{ rows: TypicalRow[]; total: number }> {
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM typical_cases t WHERE ${where.sql}`, where.params);
    const rows = await this.db.read<TypicalRow>(
      `SELECT t.* FROM typical_cases t WHERE ${where.sql} ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      where.params,
    );
    return { rows, total: Number(count?.n ?? 0) };
  }

  /** Everything an editor or an approver needs. Throws `not-found` (404) alike for absent and hidden. */
  async item(id: string, by: Actor): Promise<TypicalCaseView> {
    const one = await this.store.read(id, by);
    const original = one.caseNumber ? await this.originals.read(one.caseNumber, by) : undefined;
    const around = this.originals.surroundings(original, one.consentNote);
    const { traces, unresolved } = checkView(one.texts, one.confirmed, around);
    const parts = original?.parts ?? [];
    return {
      ...rowView({ ...one, unresolved }, await this.namesOf(one.authors.slice(0, 1))),
      happened: one.texts.happened,
      dealt: one.texts.dealt,
      traces,
      original: parts.map(({ part, text }) => ({ part, text, traces: tracesIn(text, around).map((trace) => traceView(trace, false)) })),
      consents: original?.consents ?? false,
      ...(one.consentNote ? { consentNote: one.consentNote } : {}),
      ...(one.returnReason ? { returnReason: one.returnReason } : {}),
      ...(one.withdrawReason ? { withdrawReason: one.withdrawReason } : {}),
      approvals: one.approvals.map(({ username, name, at }) => ({ username, name, at: isoOf(at) })),
      versions: await this.versions(id),
      actions: openTypicalActions({ ...one, unresolved }, by, RULES),
    };
  }

  private async versions(id: string): Promise<TypicalVersionView[]> {
    type Row = { version: number; step: string; content: string; username: string; name: string | null; at: number };
    const rows = await this.db.readPrimary<Row>(
      `SELECT v.version, v.step, v.content, v.username, v.at, a.name FROM typical_case_versions v LEFT JOIN accounts a ON a.username = v.username
       WHERE v.typicalCaseId = ? ORDER BY v.version DESC LIMIT 100`,
      [id],
    );
    return rows.map(({ version, step, content, username, name, at }) => {
      const { texts } = this.store.openVersion(id, version, content);
      return { version, step, username, name: name ?? username, at: isoOf(Number(at)), ...texts };
    });
  }

  /** Looks through a text that is being written; nothing is kept of it. */
  async check(id: string, { title, happened, dealt, confirmed = [] }: TypicalTextInput, by: Actor): Promise<CheckView> {
    const { caseNumber, consentNote } = await this.store.read(id, by);
    const original = caseNumber ? await this.originals.read(caseNumber, by) : undefined;
    return checkView({ title, happened, dealt }, confirmed, this.originals.surroundings(original, consentNote));
  }

  /** What is published, the newest first. Source: domain text, section 11. */
  async published({ departmentCode, page, pageSize }: PublicCasesQuery): Promise<PublicCasePage> {
    const only: Sql[] = departmentCode ? [{ sql: 't.departmentCode = ?', params: [departmentCode] }] : [];
    const where = all({ sql: "t.state = 'published'", params: [] }, ...only);
    const { rows, total } = await this.page(where, 't.publishedAt DESC, t.id DESC', page, pageSize);
    return { items: rows.map((row) => this.publicView(this.store.open(row))), total, page, pageSize };
  }

  /** One of them. Throws `not-found` (404), or `typical-case.withdrawn` (410) for one that was taken back. */
  async publishedItem(number: string): Promise<PublicCaseView> {
    const [row] = await this.db.read<TypicalRow>('SELECT t.* FROM typical_cases t WHERE t.number = ?', [number]);
    if (!row) throw notFound();
    if (row.state !== 'published') throw new DomainError('typical-case.withdrawn', 410);
    return this.publicView(this.store.open(row));
  }

  /** What the page of that number answers with. */
  async statusOf(number: string): Promise<200 | 404 | 410> {
    const [row] = await this.db.read<{ state: string }>('SELECT state FROM typical_cases WHERE number = ?', [number]);
    if (!row) return 404;
    return row.state === 'published' ? 200 : 410;
  }

  private publicView({ number, publishedAt, departmentCode, categoryCode, texts }: StoredTypicalCase): PublicCaseView {
    const department = this.reference.department(departmentCode);
    const category = this.reference.category(categoryCode);
    return {
      number: number!,
      month: dayOf(publishedAt!).slice(0, 7),
      departmentCode,
      department: department?.name ?? departmentCode,
      departmentEn: department?.nameEn ?? departmentCode,
      ...(category ? { category: category.name, categoryEn: category.nameEn } : {}),
      ...texts,
    };
  }
}

const rowView = (one: StoredTypicalCase, names: ReadonlyMap<string, string>): TypicalCaseRow => ({
  id: one.id,
  ...(one.number ? { number: one.number } : {}),
  state: one.state,
  version: one.version,
  ...(one.caseNumber ? { caseNumber: one.caseNumber } : {}),
  departmentCode: one.departmentCode,
  ...(one.categoryCode ? { categoryCode: one.categoryCode } : {}),
  title: one.texts.title,
  unresolved: one.unresolved,
  approved: one.approvals.length,
  needed: RULES.approvals.length,
  author: one.authors[0] ?? '',
  authorName: names.get(one.authors[0] ?? '') ?? one.authors[0] ?? '',
  updatedAt: isoOf(one.updatedAt),
  ...(one.publishedAt === null ? {} : { publishedAt: isoOf(one.publishedAt) }),
  ...(one.withdrawnAt === null ? {} : { withdrawnAt: isoOf(one.withdrawnAt) }),
});
