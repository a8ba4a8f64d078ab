import { Inject, Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { notFound } from '../domain/errors.js';
import { dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Db } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import type { KnowledgeQuery, PublicArticle, PublicArticlePage } from './article.dto.js';
import { articleViewOf } from './article-rows.js';
import { type ArticleRow, ArticleSearch, type FoundArticle } from './article-search.js';

/** Articles for everybody: released, public, valid today; all else answers like what does not exist. Source: domain text, section 11. */
@Injectable()
export class PublicArticles {
  private readonly votes: RateLimit;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly search: ArticleSearch,
    @Inject(CONFIG) config: Config,
  ) {
    this.votes = new RateLimit(config.intakesPerMinute);
  }

  async list(query: KnowledgeQuery): Promise<PublicArticlePage> {
    const found = await this.search.find({ ...query, isPublic: true });
    return { ...found, items: found.items.map((one) => this.view(one)) };
  }

  /** One article; throws `not-found` (404). */
  async item(id: string): Promise<PublicArticle> {
    const row = await this.published(id);
    const [version] = await this.db.read<{ source: string | null }>(
      'SELECT source FROM knowledge_versions WHERE articleId = ? AND version = ?',
      [id, row.version],
    );
    return { ...this.view({ row }), ...(version?.source ? { source: version.source } : {}) };
  }

  /** The status a page of the article is answered with. */
  async statusOf(id: string): Promise<200 | 404> {
    return this.published(id).then(
      () => 200,
      () => 404,
    );
  }

  /** Counts a reader's yes or no; keeps nothing of the reader. Throws `not-found` (404), `rate.limited` (429). */
  async vote(id: string, useful: boolean, ip: string): Promise<void> {
    await this.votes.pass(ip);
    const { version } = await this.published(id);
    const column = useful ? 'yes' : 'no';
    await this.db.write((tx) =>
      tx.query(`UPDATE knowledge_versions SET ${column} = ${column} + 1 WHERE articleId = ? AND version = ?`, [id, version]),
    );
  }

  private async published(id: string): Promise<ArticleRow> {
    const today = dayOf(this.clock.now());
    const [row] = await this.db.read<ArticleRow>(
      `SELECT * FROM knowledge_articles WHERE id = ? AND state = 'released' AND open = 1 AND validFrom <= ? AND (validTo IS NULL OR validTo >= ?)`,
      [id, today, today],
    );
    if (!row) throw notFound();
    return row;
  }

  private view(found: FoundArticle): PublicArticle {
    const { id, version, title, body, departmentCode, legalBasis, categories, validFrom, validTo, passage, marks } = articleViewOf(found);
    const department = this.reference.department(departmentCode);
    const phone = (department as { phone?: string | null } | undefined)?.phone;
    return {
      ...{ id, version, title, body, departmentCode, departmentName: department?.name ?? departmentCode, categories, validFrom },
      ...(phone ? { phone } : {}),
      ...(legalBasis ? { legalBasis } : {}),
      ...(validTo ? { validTo } : {}),
      ...(passage === undefined ? {} : { passage, marks: marks ?? [] }),
    };
  }
}
