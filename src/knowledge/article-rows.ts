import { type ArticleDesk, type ArticleVersionState, desksAt, openSteps, type Verdict } from '../domain/articles.js';
import type { Actor } from '../domain/case-state.js';
import { known } from '../domain/known.js';
import { type Day, isoOf } from '../domain/time.js';
import type { ArticleInput, ArticleRowView, ArticleVersionView, ArticleView, OpinionView } from './article.dto.js';
import type { ArticleRow, FoundArticle } from './article-search.js';

/** A row of `knowledge_versions` with the names of who wrote and decided. */
export interface VersionRow extends ArticleVersionState {
  articleId: string;
  title: string;
  body: string;
  legalBasis: string | null;
  source: string | null;
  open: number;
  tags: string;
  categories: string;
  note: string | null;
  writtenAt: number;
  writtenName?: string | null;
  decidedBy: string | null;
  decidedName?: string | null;
  decidedAt: number | null;
  reason: string | null;
  yes: number;
  no: number;
}
export interface OpinionRow {
  version: number;
  username: string;
  name: string | null;
  verdict: Verdict;
  remark: string | null;
  at: number;
}

const list = (text: string): string[] => JSON.parse(text) as string[];

/** What somebody who answers a call reads. */
export const articleViewOf = ({ row, passage, marks }: FoundArticle): ArticleView => ({
  id: row.id,
  version: Number(row.version),
  title: row.title,
  body: row.body,
  departmentCode: row.departmentCode,
  legalBasis: row.legalBasis,
  validFrom: row.validFrom,
  validTo: row.validTo,
  tags: list(row.tags),
  categories: list(row.categories),
  ...(passage === undefined ? {} : { passage, marks: marks ?? [] }),
});

/** A line of the register. */
export const rowViewOf = (row: ArticleRow, today: Day, nameOf: (code: string) => string): ArticleRowView => ({
  id: row.id,
  title: row.title,
  departmentCode: row.departmentCode,
  departmentName: nameOf(row.departmentCode),
  state: row.state,
  openState: row.openState,
  version: Number(row.version),
  open: Number(row.open) === 1,
  validFrom: row.validFrom,
  ...(row.validTo ? { validTo: row.validTo } : {}),
  reviewAt: row.reviewAt,
  overdue: row.state === 'released' && row.reviewAt < today,
  doubted: row.state === 'released' && row.doubtedAt !== null,
});

export const versionOf = (row: VersionRow): VersionRow => ({ ...row, version: Number(row.version), revision: Number(row.revision) });

/** A version with what this reader may do. */
export function versionViewOf(row: VersionRow, desks: readonly ArticleDesk[], by: Actor): ArticleVersionView {
  const { version, state, revision, title, body, validFrom, reviewAt, writtenBy, writtenAt, decidedAt } = row;
  return {
    ...{ version, state, revision, title, body, validFrom, reviewAt },
    ...known({
      legalBasis: row.legalBasis,
      source: row.source,
      validTo: row.validTo,
      note: row.note,
      reason: row.reason,
      decidedBy: row.decidedName ?? row.decidedBy,
    }),
    tags: list(row.tags),
    categories: list(row.categories),
    open: Number(row.open) === 1,
    writtenBy: row.writtenName ?? writtenBy,
    writtenAt: isoOf(Number(writtenAt)),
    ...(decidedAt === null ? {} : { decidedAt: isoOf(Number(decidedAt)) }),
    yes: Number(row.yes),
    no: Number(row.no),
    actions: openSteps(row, desks, by.username),
    editable: state === 'draft' && desks.includes('owner'),
  };
}

export const opinionViewOf = ({ version, verdict, remark, username, name, at }: OpinionRow): OpinionView => ({
  version: Number(version),
  verdict,
  ...(remark ? { remark } : {}),
  by: name ?? username,
  at: isoOf(Number(at)),
});

/** The columns of a text, the same in both tables. */
export const columnsOf = ({ title, body, legalBasis, tags, categories, validFrom, validTo, reviewAt, open }: ArticleInput) => ({
  title: title.trim(),
  body: body.trim(),
  legalBasis: legalBasis ?? null,
  validFrom,
  validTo: validTo ?? null,
  reviewAt,
  open: open ? 1 : 0,
  tags: JSON.stringify(tags ?? []),
  categories: JSON.stringify(categories ?? []),
});

/** Who may read a text that is not released: the owning department and the hotline. */
export const seesDrafts = (departmentCode: string, by: Actor): boolean => desksAt(departmentCode, by).length > 0;
