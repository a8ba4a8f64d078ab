import { words } from '../domain/similarity.js';
import type { Instant } from '../domain/time.js';
import type { CategoryEntry } from '../departments/reference.js';
import type { Found, Question } from './suggestions.candidates.js';
import type { CategoryProposal, RepeatReason } from './suggestions.dto.js';
import type { ListedRow } from './case.queries.js';

const MOST = 5;
const LEAST_SCORE = 0.15;
const NO_MASTER = ['merged', 'withdrawn', 'rejected', 'sealed', 'transferred'];

const rounded = (share: number): number => Math.round(share * 100) / 100;
const same = (one: string | null, other: string | null): boolean => one !== null && one === other;

export interface RankedRepeat {
  row: ListedRow;
  score: number;
  reasons: RepeatReason[];
}

/**
 * Cases this one may be merged into: the same caller, enterprise or accused department and category, with a text at least as alike as the
 * setting says, received since then. Source: domain text, section 5.
 */
export function repeatsAmong(found: readonly Found[], question: Question, since: Instant, least: number): RankedRepeat[] {
  return found
    .filter(({ row, likeness }) => likeness >= least && row.receivedAt >= since && !NO_MASTER.includes(row.status))
    .map(({ row, phoneIndex, usccIndex, likeness }): RankedRepeat => {
      const reasons: RepeatReason[] = [];
      if (same(phoneIndex, question.phoneIndex)) reasons.push('same-phone');
      if (same(usccIndex, question.usccIndex)) reasons.push('same-enterprise');
      if (same(row.accusedDepartmentCode, question.accusedDepartmentCode) && same(row.categoryCode, question.categoryCode)) {
        reasons.push('same-department-and-category');
      }
      return { row, score: rounded(likeness), reasons };
    })
    .filter(({ reasons }) => reasons.length > 0)
    .slice(0, MOST)
    .map((one) => ({ ...one, reasons: [...one.reasons, 'similar-text'] }));
}

/** Categories by the vote of similar cases and by the words of their names, the likeliest first. Source: domain text, section 12. */
export function categoriesOf(text: readonly string[], alike: readonly Found[], categories: readonly CategoryEntry[]): CategoryProposal[] {
  const said = new Set(text);
  const total = alike.reduce((sum, { likeness }) => sum + likeness, 0);
  const voted = (code: string): number =>
    alike.reduce((sum, { row, likeness }) => (row.categoryCode === code ? sum + likeness : sum), 0) / (1 + total);
  const parents = new Map(categories.map((one) => [one.code, one]));
  return categories
    .filter(({ parentCode }) => parentCode !== null)
    .map(({ code, name, parentCode }) => {
      const heard = named(said, `${parents.get(parentCode!)?.name ?? ''} ${name}`);
      return { code, name, score: rounded(1 - (1 - voted(code)) * (1 - heard)) };
    })
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score || a.code.localeCompare(b.code))
    .slice(0, MOST);
}

/** The share of a name's words that were said, longer ones weighing more. */
function named(said: ReadonlySet<string>, name: string): number {
  const list = [...new Set(words(name))].filter((word) => word.length > 1);
  const weight = (some: readonly string[]): number => some.reduce((sum, word) => sum + word.length, 0);
  return list.length === 0 ? 0 : weight(list.filter((word) => said.has(word))) / weight(list);
}
