import { Injectable } from '@nestjs/common';
import { askedTerms, type Mark, passageOf } from '../domain/article-search.js';
import { dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import { say } from '../platform/packet.js';
import { termRows } from './first-articles.js';

/** A row of `knowledge_articles` as it comes from the database. */
export interface ArticleRow {
  id: string;
  title: string;
  body: string;
  departmentCode: string;
  legalBasis: string | null;
  validFrom: string;
  validTo: string | null;
  reviewAt: string;
  open: number;
  tags: string;
  state: 'draft' | 'released' | 'retired';
  openState: 'draft' | 'proposed' | 'none';
  version: number;
  categories: string;
  reviewedAt: number;
  doubtedAt: number | null;
}
export interface FoundArticle {
  row: ArticleRow;
  passage?: string;
  marks?: Mark[];
}
interface Question {
  q?: string | undefined;
  categoryCode?: string | undefined;
  near?: string | undefined;
  page: number;
  pageSize: number;
  isPublic: boolean;
}

/** An article with less than this share of the best one's score answers something else. */
const LEAST_SHARE = 0.25;
const MOST_RANKED = 200;
/** What an article of the asked category gains. */
const NEAR = 1.5;

/** Finds released, valid articles by the words of a question, the likeliest first. Source: domain text, section 1 (enquiries answered at once). */
@Injectable()
export class ArticleSearch {
  private readonly synonyms = configJson<string[][]>('knowledge-synonyms.json');

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Articles of a database that was filled before there were search words get theirs. */
  async catchUp(): Promise<void> {
    const rows = await this.db.readPrimary<ArticleRow>(
      `SELECT * FROM knowledge_articles h WHERE h.state = 'released' AND NOT EXISTS (SELECT 1 FROM knowledge_terms t WHERE t.articleId = h.id)`,
    );
    if (rows.length === 0) return;
    await this.db.write(async (tx) => {
      for (const row of rows) await this.index(tx, row.id, row);
    });
  }

  /** Puts the words of a released text in the place of those of the text before. */
  async index(tx: Tx, articleId: string, text: Pick<ArticleRow, 'title' | 'body' | 'tags'> | null): Promise<void> {
    await say(tx, 'DELETE FROM knowledge_terms WHERE articleId = ?', [articleId]);
    if (text) await insertRows(tx, 'knowledge_terms', termRows(articleId, text));
  }

  /** One page of what answers the question; without words all valid articles in the order of their numbers. */
  async find(question: Question): Promise<{ items: FoundArticle[]; total: number; page: number; pageSize: number }> {
    const { page, pageSize } = question;
    const [where, params] = this.valid(question);
    const from = (page - 1) * pageSize;
    if (!question.q?.trim()) {
      const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM knowledge_articles h WHERE ${where}`, params);
      const rows = await this.db.read<ArticleRow>(
        `SELECT h.* FROM knowledge_articles h WHERE ${where} ORDER BY h.id LIMIT ${pageSize} OFFSET ${from}`,
        params,
      );
      return { items: rows.map((row) => ({ row })), total: Number(count?.n ?? 0), page, pageSize };
    }
    const asked = askedTerms(question.q, this.synonyms);
    const ranked = asked.size === 0 ? [] : await this.ranked(asked, question);
    const ids = ranked.slice(from, from + pageSize);
    const rows = ids.length === 0 ? [] : await this.rows(ids);
    const items = ids.flatMap((id) => rows.filter((row) => row.id === id)).map((row) => this.shown(row, asked));
    return { items, total: ranked.length, page, pageSize };
  }

  private rows(ids: readonly string[]): Promise<ArticleRow[]> {
    return this.db.read<ArticleRow>(`SELECT * FROM knowledge_articles WHERE id IN (${ids.map(() => '?').join(',')})`, ids);
  }

  private shown(row: ArticleRow, asked: ReadonlyMap<string, number>): FoundArticle {
    const { text, marks } = passageOf(row.body, asked);
    return { row, passage: text, marks };
  }

  /** Article numbers, the likeliest first: weights of the words found, rare words counting more. */
  private async ranked(asked: ReadonlyMap<string, number>, question: Question): Promise<string[]> {
    const terms = [...asked.keys()];
    const marks = terms.map(() => '?').join(',');
    const counts = await this.db.read<{ term: string; n: number }>(
      `SELECT term, COUNT(*) AS n FROM knowledge_terms WHERE term IN (${marks}) GROUP BY term`,
      terms,
    );
    if (counts.length === 0) return [];
    const [all] = await this.db.read<{ n: number }>("SELECT COUNT(*) AS n FROM knowledge_articles WHERE state = 'released'");
    const rarity = counts.map(({ term, n }) => ({
      term,
      factor: Math.max(1, Math.round(100 * (asked.get(term) ?? 0) * Math.log(1 + Number(all?.n ?? 1) / Number(n)))),
    }));
    const [where, params] = this.valid(question);
    const near = question.near ? `CASE WHEN h.categories LIKE ? THEN ${NEAR} ELSE 1 END * ` : '';
    const rows = await this.db.read<{ id: string; score: number }>(
      `SELECT h.id AS id, ${near}f.score AS score FROM (
         SELECT t.articleId AS id, SUM(t.weight * CASE t.term ${rarity.map(() => 'WHEN ? THEN ?').join(' ')} ELSE 0 END) AS score
         FROM knowledge_terms t WHERE t.term IN (${rarity.map(() => '?').join(',')}) GROUP BY t.articleId
       ) f JOIN knowledge_articles h ON h.id = f.id WHERE ${where} ORDER BY score DESC, h.id LIMIT ${MOST_RANKED}`,
      [
        ...(question.near ? [`%"${question.near}%`] : []),
        ...rarity.flatMap(({ term, factor }) => [term, factor]),
        ...rarity.map(({ term }) => term),
        ...params,
      ],
    );
    const best = Number(rows[0]?.score ?? 0);
    return rows.filter(({ score }) => Number(score) >= best * LEAST_SHARE).map(({ id }) => id);
  }

  /** Released and in force today, on the alias `h`; for everybody only what is public. */
  private valid({ categoryCode, isPublic }: Question): [sql: string, params: unknown[]] {
    const today = dayOf(this.clock.now());
    const parts = ["h.state = 'released' AND h.validFrom <= ? AND (h.validTo IS NULL OR h.validTo >= ?)"];
    if (isPublic) parts.push('h.open = 1');
    if (categoryCode) parts.push('h.categories LIKE ?');
    return [parts.join(' AND '), [today, today, ...(categoryCode ? [`%"${categoryCode.replace(/[%_\\]/g, '')}%`] : [])]];
  }
}
