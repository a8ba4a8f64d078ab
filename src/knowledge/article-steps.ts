import { type ArticleAction, type ArticleCommand, desksAt, stepArticle } from '../domain/articles.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor, NewEvent } from '../domain/case-state.js';
import { dayOf, type Instant } from '../domain/time.js';
import type { ArticleInput } from './article.dto.js';
import { columnsOf, type VersionRow } from './article-rows.js';
import type { ArticleRow } from './article-search.js';

const TOLD: Record<ArticleAction, AuditType> = {
  propose: 'article.proposed',
  withdraw: 'article.withdrawn',
  release: 'article.released',
  refuse: 'article.refused',
  confirm: 'article.reviewed',
  retire: 'article.retired',
};

/** An article with all its versions, the oldest first. */
export interface WholeArticle {
  head: ArticleRow;
  versions: VersionRow[];
}
/** What a step of the life of a version changes in the rows, and what is told of it. */
export interface ArticleChanges {
  version: Partial<VersionRow>;
  /** The version it takes the place of. */
  replaces?: number;
  head: Partial<ArticleRow>;
  told: { type: AuditType; facts: NewEvent['facts'] };
}

/** The rows of a step. Throws as `stepArticle` does. */
export function changesOf(
  { head, versions }: WholeArticle,
  one: VersionRow,
  action: ArticleAction,
  command: ArticleCommand,
  { by, at }: { by: Actor; at: Instant },
): ArticleChanges {
  const { id, departmentCode } = head;
  const who = { username: by.username, desks: desksAt(departmentCode, by), today: dayOf(at) };
  const { state, reviewAt, replaces } = stepArticle(versions, one, action, command, who);
  const { reason } = command;
  const isDecision = action !== 'propose' && action !== 'withdraw';
  const decided = isDecision ? { decidedBy: by.username, decidedAt: at, reason: reason ?? null } : {};
  const version = { state, revision: one.revision + 1, ...(reviewAt ? { reviewAt } : {}), ...decided };
  const facts = { id, version: one.version, departmentCode, ...(reason ? { reason } : {}), ...(reviewAt ? { reviewAt } : {}) };
  return {
    version,
    ...(replaces === undefined ? {} : { replaces }),
    head: headAfter(action, { ...one, ...version }, at),
    told: { type: TOLD[action], facts },
  };
}

/** What a step of a version changes in the article itself. */
function headAfter(action: ArticleAction, one: VersionRow, at: Instant): Partial<ArticleRow> {
  const right = { reviewedAt: at, doubtedAt: null };
  const patches: Record<ArticleAction, Partial<ArticleRow>> = {
    propose: { openState: 'proposed' },
    withdraw: { openState: 'draft' },
    refuse: { openState: 'draft' },
    confirm: { reviewAt: one.reviewAt, ...right },
    retire: { state: 'retired' },
    release: { ...textOf(one), state: 'released', openState: 'none', version: one.version, ...right },
  };
  return patches[action];
}

const textOf = ({ title, body, legalBasis, validFrom, validTo, reviewAt, open, tags, categories }: VersionRow) => ({
  ...{ title, body, legalBasis, validFrom, validTo, reviewAt, open, tags, categories },
});

/** The row of an article that has not been released yet. */
export const newArticle = (id: string, departmentCode: string, given: ArticleInput): ArticleRow => ({
  ...{ id, departmentCode, ...columnsOf(given), state: 'draft', openState: 'draft', version: 0 },
  ...{ reviewedAt: 0, doubtedAt: null },
});

/** The row of a version that begins as a draft. */
export const newVersion = (articleId: string, version: number, given: ArticleInput, by: Actor, at: Instant): VersionRow => ({
  ...{ articleId, version, ...columnsOf(given), source: given.source ?? null, note: given.note ?? null, state: 'draft', revision: 1 },
  ...{ writtenBy: by.username, writtenAt: at, decidedBy: null, decidedAt: null, reason: null, yes: 0, no: 0 },
});

/** What changes when a draft is written anew. */
export const rewritten = ({ revision }: VersionRow, given: ArticleInput, by: Actor, at: Instant): Partial<VersionRow> => ({
  ...{ ...columnsOf(given), source: given.source ?? null, note: given.note ?? null },
  ...{ revision: revision + 1, writtenBy: by.username, writtenAt: at },
});
