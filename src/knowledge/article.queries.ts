import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { desksAt, mayRevise } from '../domain/articles.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { type Day, dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import type { ArticleDetail, ArticleListQuery, ArticleRowPage, ArticleTasks } from './article.dto.js';
import { type OpinionRow, opinionViewOf, rowViewOf, seesDrafts, versionOf, type VersionRow, versionViewOf } from './article-rows.js';
import type { ArticleRow } from './article-search.js';

const HOTLINE = ['dispatcher', 'reviewer', 'supervisor'] as const;
const isHotline = (by: Actor): boolean => by.roles.some((role) => HOTLINE.some((one) => one === role));
const NAMED = `SELECT v.*, w.name AS writtenName, d.name AS decidedName FROM knowledge_versions v
  LEFT JOIN accounts w ON w.username = v.writtenBy LEFT JOIN accounts d ON d.username = v.decidedBy`;
const MOST_OPINIONS = 100;

/** What staff read of articles: the register, one article with its versions, and what waits. Source: domain text, section 1. */
@Injectable()
export class ArticleQueries {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  private get today(): Day {
    return dayOf(this.clock.now());
  }
  private readonly nameOf = (code: string): string => this.reference.department(code)?.name ?? code;

  /** The register; articles that were never released are listed for their department and the hotline alone. */
  async list(query: ArticleListQuery, by: Actor): Promise<ArticleRowPage> {
    const { page, pageSize } = query;
    const [where, params] = this.conditions(query, by);
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM knowledge_articles h WHERE ${where}`, params);
    const order = query.overdue ? 'h.reviewAt, h.id' : 'h.id';
    const rows = await this.db.read<ArticleRow>(
      `SELECT h.* FROM knowledge_articles h WHERE ${where} ORDER BY ${order} LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => rowViewOf(row, this.today, this.nameOf)), total: Number(count?.n ?? 0), page, pageSize };
  }

  private conditions({ q, state, departmentCode, overdue, doubted }: ArticleListQuery, by: Actor): [sql: string, params: unknown[]] {
    const parts: [sql: string, ...params: unknown[]][] = [];
    const isOpen = state === 'draft' || state === 'proposed';
    if (isOpen) parts.push(['h.openState = ?', state]);
    else if (state) parts.push(['h.state = ?', state]);
    if (overdue) parts.push(["h.state = 'released' AND h.reviewAt < ?", this.today]);
    if (doubted) parts.push(["h.state = 'released' AND h.doubtedAt IS NOT NULL"]);
    if (departmentCode) parts.push(['h.departmentCode = ?', departmentCode]);
    const word = (q ?? '').trim().replace(/[%_\\]/g, '');
    if (word) parts.push(['h.title LIKE ?', `%${word}%`]);
    if (!isHotline(by)) {
      const own = by.departmentCode ?? '';
      parts.push(isOpen ? ['h.departmentCode = ?', own] : ["(h.state <> 'draft' OR h.departmentCode = ?)", own]);
    }
    return [parts.map(([sql]) => sql).join(' AND ') || '1 = 1', parts.flatMap(([, ...given]) => given)];
  }

  /** What waits for this reader: reviews and doubts for the owning department, releases for the hotline. */
  async tasks(by: Actor): Promise<ArticleTasks> {
    const own = by.roles.some((role) => role === 'handler' || role === 'leader') ? (by.departmentCode ?? '') : '';
    const [waits] = await this.db.read<{ overdue: number | null; doubted: number | null }>(
      `SELECT SUM(CASE WHEN reviewAt < ? THEN 1 ELSE 0 END) AS overdue, SUM(CASE WHEN doubtedAt IS NULL THEN 0 ELSE 1 END) AS doubted
       FROM knowledge_articles WHERE departmentCode = ? AND state = 'released'`,
      [this.today, own],
    );
    const [asked] = isHotline(by)
      ? await this.db.read<{ n: number }>("SELECT COUNT(*) AS n FROM knowledge_articles WHERE openState = 'proposed'")
      : [];
    return { overdue: Number(waits?.overdue ?? 0), doubted: Number(waits?.doubted ?? 0), proposed: Number(asked?.n ?? 0) };
  }

  /** One article with all versions the reader may see; throws `not-found` (404) alike for absent and hidden. */
  async item(id: string, by: Actor): Promise<ArticleDetail> {
    const [row] = await this.db.readPrimary<ArticleRow>('SELECT * FROM knowledge_articles WHERE id = ?', [id]);
    const all = seesDrafts(row?.departmentCode ?? '', by);
    if (!row || (row.state === 'draft' && !all)) throw notFound();
    const versions = (await this.db.readPrimary<VersionRow>(`${NAMED} WHERE v.articleId = ? ORDER BY v.version DESC`, [id])).map(versionOf);
    const opinions = await this.opinions(id);
    const own = opinions.find(({ username, version }) => username === by.username && Number(version) === Number(row.version));
    const desks = desksAt(row.departmentCode, by);
    return {
      ...rowViewOf(row, this.today, this.nameOf),
      versions: versions
        .filter(({ state }) => all || (state !== 'draft' && state !== 'proposed'))
        .map((one) => versionViewOf(one, desks, by)),
      opinions: all ? opinions.map(opinionViewOf) : [],
      ...(own ? { own: opinionViewOf(own) } : {}),
      revisable: allowed(() => mayRevise(versions, desks)),
    };
  }

  private opinions(id: string): Promise<OpinionRow[]> {
    return this.db.readPrimary<OpinionRow>(
      `SELECT o.version, o.username, a.name, o.verdict, o.remark, o.at FROM knowledge_opinions o
       LEFT JOIN accounts a ON a.username = o.username WHERE o.articleId = ? ORDER BY o.at DESC LIMIT ${MOST_OPINIONS}`,
      [id],
    );
  }
}

function allowed(ask: () => void): boolean {
  try {
    ask();
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
