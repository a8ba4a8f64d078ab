import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { type ArticleAction, checkDays, desksAt, mayEdit, mayRevise, type Verdict } from '../domain/articles.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type Day, dayOf, type Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import type { ArticleActionInput, ArticleInput, OpinionInput } from './article.dto.js';
import { columnsOf, versionOf, type VersionRow } from './article-rows.js';
import { type ArticleRow, ArticleSearch } from './article-search.js';
import { changesOf, newArticle, newVersion, rewritten, type WholeArticle } from './article-steps.js';

/** Writes of the knowledge base 知识库: texts of departments, released by the hotline, kept in versions. Source: domain text, section 1. */
@Injectable()
export class Articles {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly events: EventLog,
    private readonly search: ArticleSearch,
  ) {}

  private get today(): Day {
    return dayOf(this.clock.now());
  }

  /** A new article of the writer's department, as a draft; gives its number. Throws `input.invalid` (422). */
  async create(given: ArticleInput, by: Actor): Promise<string> {
    this.check(given);
    const id = `k${randomBytes(5).toString('hex')}`;
    const departmentCode = by.departmentCode ?? '';
    await this.db.write(async (tx) => {
      const at = this.clock.now();
      await insertRows(tx, 'knowledge_articles', [newArticle(id, departmentCode, given)]);
      await insertRows(tx, 'knowledge_versions', [newVersion(id, 1, given, by, at)]);
      await this.tell(tx, 'article.drafted', { id, version: 1, departmentCode }, by, at);
    });
    return id;
  }

  /** A further version, as a draft. Throws `not-found` (404), `article.role-may-not` (403), `article.draft-open` (409), `input.invalid` (422). */
  async revise(id: string, given: ArticleInput, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const { head, versions } = await this.lock(tx, id, by);
      mayRevise(versions, desksAt(head.departmentCode, by));
      this.check(given);
      const [at, version] = [this.clock.now(), Math.max(...versions.map((one) => one.version)) + 1];
      await insertRows(tx, 'knowledge_versions', [newVersion(id, version, given, by, at)]);
      await updateRow(tx, 'knowledge_articles', { id }, { openState: 'draft' });
      await this.tell(tx, 'article.drafted', { id, version, departmentCode: head.departmentCode }, by, at);
    });
  }

  /** Changes a draft. Throws `not-found` (404), `article.role-may-not` (403), `article.stale` (409), `input.invalid` (422). */
  async edit(id: string, version: number, { revision, ...given }: ArticleInput & { revision: number }, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const { head, versions } = await this.lock(tx, id, by);
      const one = find(versions, version);
      mayEdit(one, revision, desksAt(head.departmentCode, by));
      this.check(given);
      const at = this.clock.now();
      await updateRow(tx, 'knowledge_versions', { articleId: id, version }, rewritten(one, given, by, at));
      if (head.state === 'draft') await updateRow(tx, 'knowledge_articles', { id }, columnsOf(given));
      await this.tell(tx, 'article.edited', { id, version, departmentCode: head.departmentCode }, by, at);
    });
  }

  /** Does a step of the life of a version. Throws `not-found` (404) and as `stepArticle` does. */
  async act(id: string, version: number, action: ArticleAction, command: ArticleActionInput, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const article = await this.lock(tx, id, by);
      const one = find(article.versions, version);
      const at = this.clock.now();
      const changes = changesOf(article, one, action, command, { by, at });
      await updateRow(tx, 'knowledge_versions', { articleId: id, version }, changes.version);
      const { replaces } = changes;
      if (replaces) await updateRow(tx, 'knowledge_versions', { articleId: id, version: replaces }, { state: 'replaced' });
      await updateRow(tx, 'knowledge_articles', { id }, changes.head);
      if (action === 'release') await this.search.index(tx, id, one);
      if (action === 'retire') await this.search.index(tx, id, null);
      await this.tell(tx, changes.told.type, changes.told.facts, by, at);
    });
  }

  /** What a reader says of the version in force; changeable, one a reader. Throws `not-found` (404), `article.not-in-force` (409), 422. */
  async opine(id: string, version: number, { verdict, remark }: OpinionInput, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const { head } = await this.lock(tx, id, by);
      if (head.state !== 'released' || Number(head.version) !== version) throw new DomainError('article.not-in-force', 409);
      if (verdict !== 'useful' && !remark?.trim()) throw invalid([{ field: 'remark', code: 'required' }]);
      const at = this.clock.now();
      const key = { articleId: id, version, username: by.username };
      await tx.query('DELETE FROM knowledge_opinions WHERE articleId = ? AND version = ? AND username = ?', Object.values(key));
      await insertRows(tx, 'knowledge_opinions', [{ ...key, verdict, remark: remark?.trim() ?? null, at }]);
      await updateRow(tx, 'knowledge_articles', { id }, { doubtedAt: await this.doubt(tx, head) });
      await this.tell(
        tx,
        'article.judged',
        { id, version, departmentCode: head.departmentCode, verdict: verdict satisfies Verdict },
        by,
        at,
      );
    });
  }

  private async doubt(tx: Tx, { id, version, reviewedAt }: ArticleRow): Promise<Instant | null> {
    const [row] = await tx.query<{ at: number | null }[]>(
      "SELECT MIN(at) AS at FROM knowledge_opinions WHERE articleId = ? AND version = ? AND verdict IN ('wrong', 'outdated') AND at > ?",
      [id, version, reviewedAt],
    );
    return row?.at == null ? null : Number(row.at);
  }

  private async lock(tx: Tx, id: string, by: Actor): Promise<WholeArticle> {
    const [head] = await tx.query<ArticleRow[]>(`SELECT * FROM knowledge_articles WHERE id = ?${this.db.forUpdate}`, [id]);
    if (!head || (head.state === 'draft' && desksAt(head.departmentCode, by).length === 0)) throw notFound();
    const versions = await tx.query<VersionRow[]>('SELECT * FROM knowledge_versions WHERE articleId = ? ORDER BY version', [id]);
    return { head, versions: versions.map(versionOf) };
  }

  private async tell(tx: Tx, type: AuditType, facts: Record<string, unknown>, by: Actor, at: Instant): Promise<void> {
    await this.events.append(tx, [{ type, facts, by, at, audience: 'audit' }]);
  }

  private check(given: ArticleInput): void {
    checkDays(given, this.today);
    if (/<\/?[a-z][^>]*>/i.test(given.body)) throw invalid([{ field: 'body', code: 'malformed' }]);
    if ((given.categories ?? []).some((code) => !this.reference.category(code)))
      throw invalid([{ field: 'categories', code: 'unknown-category' }]);
  }
}

function find(versions: readonly VersionRow[], version: number): VersionRow {
  const one = versions.find((row) => row.version === version);
  if (!one) throw notFound();
  return one;
}
