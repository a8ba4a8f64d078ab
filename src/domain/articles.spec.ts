import {
  ARTICLE_ACTIONS,
  ARTICLE_STEPS,
  type ArticleAction,
  type ArticleDesk,
  type ArticleVersionState,
  checkDays,
  desksAt,
  mayEdit,
  mayRevise,
  openSteps,
  stepArticle,
  type VersionState,
} from './articles.js';
import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';

const TODAY = '2026-11-09';
const one = (more: Partial<ArticleVersionState> = {}): ArticleVersionState => ({
  ...{ version: 1, state: 'draft', revision: 3, validFrom: '2026-01-01', validTo: null, reviewAt: '2027-01-01', writtenBy: 'h1' },
  ...more,
});
const caught = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    const { code, facts } = error as DomainError;
    const [field] = (facts as { fields?: { field: string; code: string }[] } | undefined)?.fields ?? [];
    return field ? `${field.field} ${field.code}` : code;
  }
  return 'nothing';
};
const step = (action: ArticleAction, state: VersionState, more: object = {}, desks: ArticleDesk[] = ['owner', 'hotline'], who = 'd1') =>
  stepArticle([one({ state })], one({ state }), action, { revision: 3, ...more }, { username: who, desks, today: TODAY });

describe('the life of an article', () => {
  it.each<[ArticleAction, VersionState, object, VersionState]>([
    ['propose', 'draft', {}, 'proposed'],
    ['withdraw', 'proposed', {}, 'draft'],
    ['release', 'proposed', {}, 'released'],
    ['refuse', 'proposed', { reason: '缺依据' }, 'draft'],
    ['confirm', 'released', { reviewAt: '2027-06-01' }, 'released'],
    ['retire', 'released', { reason: '已废止' }, 'retired'],
  ])('%s leads from %s on', (action, from, more, to) => {
    expect(step(action, from, more, ['owner', 'owner-leader', 'hotline']).state).toBe(to);
  });

  it('knows no step out of what was replaced or retired, and a step for every action', () => {
    expect(ARTICLE_STEPS.filter(({ from }) => from === 'replaced' || from === 'retired')).toEqual([]);
    expect(new Set(ARTICLE_STEPS.map(({ action }) => action))).toEqual(new Set(ARTICLE_ACTIONS));
  });

  it.each<[string, () => unknown, string]>([
    ['a department that releases', () => step('release', 'proposed', {}, ['owner', 'owner-leader']), 'article.role-may-not'],
    ['the hotline that proposes', () => step('propose', 'draft', {}, ['hotline']), 'article.role-may-not'],
    ['a handler who retires', () => step('retire', 'released', { reason: 'x' }, ['owner']), 'article.role-may-not'],
    ['an old revision, before the state', () => step('release', 'draft', { revision: 2 }), 'article.stale'],
    ['a release of a draft', () => step('release', 'draft'), 'article.action-not-open'],
    ['a release by the writer', () => step('release', 'proposed', {}, ['hotline'], 'h1'), 'article.same-person'],
    ['a refusal without reason', () => step('refuse', 'proposed'), 'reason required'],
    ['a review without its next day', () => step('confirm', 'released'), 'reviewAt required'],
    ['a next review today', () => step('confirm', 'released', { reviewAt: TODAY }), 'reviewAt in-the-past'],
    ['a second draft', () => mayRevise([one({ state: 'proposed' })], ['owner']), 'article.draft-open'],
    ['a version begun by the hotline', () => mayRevise([one({ state: 'released' })], ['hotline']), 'article.role-may-not'],
    ['a change of what is proposed', () => mayEdit(one({ state: 'proposed' }), 3, ['owner']), 'article.action-not-open'],
    ['a change on an old revision', () => mayEdit(one(), 2, ['owner']), 'article.stale'],
    [
      'an end before the start',
      () => checkDays({ validFrom: '2026-02-01', validTo: '2026-01-31', reviewAt: '2027-01-01' }, TODAY),
      'validTo before-start',
    ],
    ['a review that is past', () => checkDays({ validFrom: '2026-02-01', reviewAt: TODAY }, TODAY), 'reviewAt in-the-past'],
  ])('refuses %s', (_, run, code) => {
    expect(caught(run)).toBe(code);
  });

  it('lets a release take the place of the version before, but leaves no gap between them', () => {
    const [old, next] = [one({ state: 'released' }), one({ version: 2, state: 'proposed' })];
    const release = (more: Partial<ArticleVersionState>) =>
      stepArticle([old, next], { ...next, ...more }, 'release', { revision: 3 }, { username: 'd1', desks: ['hotline'], today: TODAY });
    expect(release({})).toEqual({ state: 'released', replaces: 1 });
    expect(caught(() => release({ validFrom: '2026-11-10' }))).toBe('validFrom not-yet');
    expect(caught(() => release({ validTo: '2026-11-08' }))).toBe('validTo in-the-past');
  });

  it('shows each desk what it may do, and nobody the release of his own text', () => {
    expect(openSteps(one(), ['owner'], 'h2')).toEqual(['propose']);
    expect(openSteps(one({ state: 'proposed' }), ['hotline'], 'd1')).toEqual(['release', 'refuse']);
    expect(openSteps(one({ state: 'proposed' }), ['hotline'], 'h1')).toEqual([]);
    expect(openSteps(one({ state: 'released' }), ['owner'], 'h1')).toEqual(['confirm']);
    expect(openSteps(one({ state: 'replaced' }), ['owner', 'owner-leader', 'hotline'], 'd1')).toEqual([]);
  });

  it.each<[Actor['roles'], string | undefined, ArticleDesk[]]>([
    [['handler'], 'market', ['owner']],
    [['leader'], 'market', ['owner', 'owner-leader']],
    [['leader'], 'tax', []],
    [['operator'], undefined, []],
    [['dispatcher'], undefined, ['hotline']],
  ])('gives %j of %s the desks %j at an article of market', (roles, departmentCode, desks) => {
    expect(desksAt('market', { username: 'x', roles, ...(departmentCode ? { departmentCode } : {}) } as Actor)).toEqual(desks);
  });
});
