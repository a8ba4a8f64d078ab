import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import type { Day } from './time.js';

/** 草稿, 待发布, 已发布, 已被新版取代, 已停用. */
export const VERSION_STATES = ['draft', 'proposed', 'released', 'replaced', 'retired'] as const;
export type VersionState = (typeof VERSION_STATES)[number];

export const ARTICLE_ACTIONS = ['propose', 'withdraw', 'release', 'refuse', 'confirm', 'retire'] as const;
export type ArticleAction = (typeof ARTICLE_ACTIONS)[number];

/** What a reader says of an article: 有用, 有误, 过时. */
export const VERDICTS = ['useful', 'wrong', 'outdated'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Who stands where: the owning department writes, its leader may end; the hotline releases. */
export type ArticleDesk = 'owner' | 'owner-leader' | 'hotline';

/** One version of an article, as far as the rules look at it. Days of the city, both ends included. */
export interface ArticleVersionState {
  version: number;
  state: VersionState;
  /** Goes up with every change; who writes on an older one is refused. */
  revision: number;
  validFrom: Day;
  validTo: Day | null;
  reviewAt: Day;
  writtenBy: string;
}

interface Step {
  action: ArticleAction;
  by: readonly ArticleDesk[];
  from: VersionState;
  to: VersionState;
  needs?: 'reason' | 'reviewAt';
}

/** The life of a version. Source: domain text, section 1 (the hotline answers from the knowledge base; two people for what counts). */
export const ARTICLE_STEPS: readonly Step[] = [
  { action: 'propose', by: ['owner'], from: 'draft', to: 'proposed' },
  { action: 'withdraw', by: ['owner'], from: 'proposed', to: 'draft' },
  { action: 'release', by: ['hotline'], from: 'proposed', to: 'released' },
  { action: 'refuse', by: ['hotline'], from: 'proposed', to: 'draft', needs: 'reason' },
  { action: 'confirm', by: ['owner'], from: 'released', to: 'released', needs: 'reviewAt' },
  { action: 'retire', by: ['owner-leader', 'hotline'], from: 'released', to: 'retired', needs: 'reason' },
];

const invalid = (field: string, code: string): DomainError => new DomainError('input.invalid', 422, { fields: [{ field, code }] });

/** The desks a person has at an article of this department. */
export function desksAt(departmentCode: string, { roles, departmentCode: own }: Actor): ArticleDesk[] {
  const isOwner = own === departmentCode && roles.some((role) => role === 'handler' || role === 'leader');
  return [
    ...(isOwner ? (['owner'] as const) : []),
    ...(isOwner && roles.includes('leader') ? (['owner-leader'] as const) : []),
    ...(roles.some((role) => role === 'dispatcher' || role === 'reviewer' || role === 'supervisor') ? (['hotline'] as const) : []),
  ];
}

/** The steps open to a person at a version now; a release and a refusal never to who wrote it. */
export const openSteps = (one: ArticleVersionState, desks: readonly ArticleDesk[], username: string): ArticleAction[] =>
  ARTICLE_STEPS.filter(
    ({ from, by, action }) =>
      from === one.state && by.some((desk) => desks.includes(desk)) && !(decides(action) && one.writtenBy === username),
  ).map(({ action }) => action);

const decides = (action: ArticleAction): boolean => action === 'release' || action === 'refuse';

/** What comes with a step. */
export interface ArticleCommand {
  revision: number;
  reason?: string | undefined;
  reviewAt?: Day | undefined;
}

/** What a step changes in the version, and the version it takes the place of. */
export interface ArticleOutcome {
  state: VersionState;
  reviewAt?: Day;
  replaces?: number;
}

/**
 * Does a step of the table. Throws `article.role-may-not` (403), `article.stale`, `article.action-not-open`, `article.same-person` (409),
 * and `input.invalid` (422): a reason or a day is missing, the next review lies behind, or the new text would begin on a later day than
 * the old one ends.
 */
export function stepArticle(
  versions: readonly ArticleVersionState[],
  one: ArticleVersionState,
  action: ArticleAction,
  command: ArticleCommand,
  by: { username: string; desks: readonly ArticleDesk[]; today: Day },
): ArticleOutcome {
  const steps = ARTICLE_STEPS.filter((step) => step.action === action);
  if (!steps.some((step) => step.by.some((desk) => by.desks.includes(desk))))
    throw new DomainError('article.role-may-not', 403, { action });
  if (command.revision !== one.revision) throw new DomainError('article.stale', 409, { revision: one.revision });
  const step = steps.find(({ from }) => from === one.state);
  if (!step) throw new DomainError('article.action-not-open', 409, { state: one.state });
  if (decides(action) && one.writtenBy === by.username) throw new DomainError('article.same-person', 409);
  if (step.needs === 'reason' && !command.reason) throw invalid('reason', 'required');
  if (step.needs === 'reviewAt' && !command.reviewAt) throw invalid('reviewAt', 'required');
  if (command.reviewAt !== undefined && command.reviewAt <= by.today) throw invalid('reviewAt', 'in-the-past');
  if (action === 'confirm') return { state: step.to, reviewAt: command.reviewAt! };
  if (action !== 'release') return { state: step.to };
  if (one.validTo !== null && one.validTo < by.today) throw invalid('validTo', 'in-the-past');
  const before = versions.find(({ state }) => state === 'released');
  if (before && one.validFrom > by.today) throw invalid('validFrom', 'not-yet');
  return { state: step.to, ...(before ? { replaces: before.version } : {}) };
}

/**
 * Whether a further version may be begun. Throws `article.role-may-not` (403) to all but the owning department, and `article.draft-open`
 * (409) while one is being written or waits for its release.
 */
export function mayRevise(versions: readonly ArticleVersionState[], desks: readonly ArticleDesk[]): void {
  if (!desks.includes('owner')) throw new DomainError('article.role-may-not', 403, { action: 'revise' });
  const open = versions.find(({ state }) => state === 'draft' || state === 'proposed');
  if (open) throw new DomainError('article.draft-open', 409, { version: open.version });
}

/** Whether a draft may be changed: by the owning department, at its present revision. Throws as `stepArticle` does. */
export function mayEdit(one: ArticleVersionState, revision: number, desks: readonly ArticleDesk[]): void {
  if (!desks.includes('owner')) throw new DomainError('article.role-may-not', 403, { action: 'edit' });
  if (revision !== one.revision) throw new DomainError('article.stale', 409, { revision: one.revision });
  if (one.state !== 'draft') throw new DomainError('article.action-not-open', 409, { state: one.state });
}

/** Whether the days of a text fit together. Throws `input.invalid` (422). */
export function checkDays(
  { validFrom, validTo, reviewAt }: { validFrom: Day; validTo?: Day | undefined; reviewAt: Day },
  today: Day,
): void {
  if (validTo !== undefined && validTo < validFrom) throw invalid('validTo', 'before-start');
  if (reviewAt <= today) throw invalid('reviewAt', 'in-the-past');
}
