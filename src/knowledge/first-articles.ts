import { weighTerms } from '../domain/article-search.js';
import type { Instant } from '../domain/time.js';
import { configJson } from '../platform/settings.js';
import type { VersionRow } from './article-rows.js';
import type { ArticleRow } from './article-search.js';

interface Written {
  id: string;
  title: string;
  body: string;
  departmentCode: string;
  legalBasis?: string;
  validFrom: string;
  validTo?: string;
  reviewAt: string;
  public?: boolean;
  tags?: string[];
  categories?: string[];
}
/** A row of `knowledge_terms`. */
export interface TermRow {
  term: string;
  articleId: string;
  weight: number;
}

/** The articles a city begins with, of `config/knowledge.json`: released before there was a system. */
export const firstArticles = (): ArticleRow[] =>
  configJson<Written[]>('knowledge.json').map(({ public: open, legalBasis, validTo, tags, categories, ...one }) => ({
    ...one,
    legalBasis: legalBasis ?? null,
    validTo: validTo ?? null,
    open: open === true ? 1 : 0,
    tags: JSON.stringify(tags ?? []),
    categories: JSON.stringify(categories ?? []),
    ...{ state: 'released', openState: 'none', version: 1, reviewedAt: 0, doubtedAt: null },
  }));

/** The first version of one of them. */
export function firstVersion({ id, departmentCode: _, openState: __, reviewedAt: ___, doubtedAt: ____, ...text }: ArticleRow, at: Instant) {
  const decided = { writtenBy: 'system', writtenAt: at, decidedBy: 'system', decidedAt: at };
  const rest = { state: 'released', source: null, note: null, reason: null, revision: 1, yes: 0, no: 0 } as const;
  return { articleId: id, ...text, ...rest, ...decided } satisfies VersionRow;
}

/** The words a text is found by. */
export const termRows = (articleId: string, { title, body, tags }: Pick<VersionRow, 'title' | 'body' | 'tags'>): TermRow[] =>
  [...weighTerms({ title, body, tags: JSON.parse(tags) as string[] })].map(([term, weight]) => ({ term, articleId, weight }));
