import type { ConcernKind } from './office-vocabulary.js';
import type { OfficeSettings } from './office-settings.js';
import { likeness, type Weighed } from './similarity.js';

/** What the rule looks at of a case, as it stands when an event is read. */
export interface ConcernMatter {
  repeatCount: number;
  returnCount: number;
  /** Call-backs at which the complainant was dissatisfied with the result or the handling. */
  dissatisfied: number;
}

/** Events that may put a case on the supervisor's desk, and what is asked then. */
const TRIGGERS: Record<string, (matter: ConcernMatter, settings: OfficeSettings['concerns']) => ConcernKind | undefined> = {
  'case.repeat-added': ({ repeatCount }, { repeats }) => (repeatCount >= repeats ? 'repeats' : undefined),
  'assignment.return-granted': ({ returnCount }, { returns }) => (returnCount >= returns ? 'returns' : undefined),
  'case.called-back': ({ dissatisfied }, settings) => (dissatisfied >= settings.dissatisfied ? 'dissatisfied' : undefined),
  'case.false-closing-found': () => 'false-closing',
};
export const CONCERNING = Object.keys(TRIGGERS);

/** Why an event puts its case on the supervisor's desk, if it does. Source: domain text, section 5 (repeats) and section 12. */
export const concernOf = (type: string, matter: ConcernMatter, settings: OfficeSettings): ConcernKind | undefined =>
  TRIGGERS[type]?.(matter, settings.concerns);

/** An answer of a department, weighed once. */
export interface WeighedAnswer {
  caseNumber: string;
  words: Weighed;
}

/**
 * The earliest of a department's former answers that a new one nearly repeats, and how alike the two are, 0 to 1. Answers of the same case
 * do not count: a second round may say the same again. Source: domain text, section 12.
 */
export function nearlySame(
  answer: WeighedAnswer,
  former: readonly WeighedAnswer[],
  { concerns: { alike } }: OfficeSettings,
): { caseNumber: string; similarity: number } | undefined {
  for (const { caseNumber, words } of former) {
    if (caseNumber === answer.caseNumber) continue;
    const similarity = likeness(answer.words, words);
    if (similarity >= alike.similarity) return { caseNumber, similarity };
  }
  return undefined;
}
