import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { For } from '../platform/http/access.js';
import { MaybeShown, Shown, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export class KnowledgeQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words in title, body or tags' }) q?: string;
}

export class ArticleView {
  @Shown() id!: string;
  @Shown() title!: string;
  @Shown() body!: string;
  @Shown() departmentCode!: string;
  @MaybeShown({ type: String, nullable: true }) legalBasis?: string | null;
  @Shown() validFrom!: string;
  @MaybeShown({ type: String, nullable: true }) validTo?: string | null;
}

export class ArticlePage implements Page<ArticleView> {
  @Shown({ type: ArticleView, isArray: true }) items!: ArticleView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** Articles in force, found by every word of the question. */
@Controller('knowledge')
export class KnowledgeController {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  @For()
  @Get()
  @ApiOkResponse({ type: ArticlePage })
  async search(@Query() { q, page, pageSize }: KnowledgeQuery): Promise<ArticlePage> {
    const words = (q ?? '').trim().split(/\s+/).filter(Boolean).slice(0, 8);
    const like = words.map(() => '(title LIKE ? OR body LIKE ? OR tags LIKE ?)').join(' AND ');
    const today = dayOf(this.clock.now());
    const where = `(validTo IS NULL OR validTo >= ?)${like ? ` AND ${like}` : ''}`;
    const params = [today, ...words.flatMap((word) => Array<string>(3).fill(`%${word.replace(/[%_\\]/g, '')}%`))];
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM knowledge_articles WHERE ${where}`, params);
    const items = await this.db.read<ArticleView>(
      `SELECT id, title, body, departmentCode, legalBasis, validFrom, validTo FROM knowledge_articles WHERE ${where} ORDER BY id LIMIT ? OFFSET ?`,
      [...params, pageSize, (page - 1) * pageSize],
    );
    return { items, total: Number(count?.n ?? 0), page, pageSize };
  }
}
