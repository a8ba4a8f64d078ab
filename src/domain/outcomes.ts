import type { Conclusion } from './investigation-words.js';
import type { Finding, Satisfied, Solved } from './vocabulary.js';

/** What each of three said of one case: the department, the complainant when called back, the commission. Source: domain text, section 8. */
export interface Outcomes {
  department?: { finding: Finding; solved: Solved } | undefined;
  callBack?: { solved?: Solved | undefined; satisfied?: Satisfied | undefined; contacted?: boolean | undefined } | undefined;
  commission?: Conclusion | undefined;
}

export const CONTRADICTIONS = [
  'untrue-but-proven',
  'true-but-unproven',
  'solved-but-unsolved',
  'solved-but-dissatisfied',
  'solved-but-not-contacted',
  'true-but-false-accusation',
] as const;
export type Contradiction = (typeof CONTRADICTIONS)[number];

const PROVEN: readonly (Conclusion | undefined)[] = ['proven', 'partly-proven'];

/** When two of them do not fit together. An outcome is not a status: a closed case may hold any of these. Source: domain text, section 8. */
const RULES: Record<Contradiction, (said: Outcomes) => boolean> = {
  'untrue-but-proven': ({ department, commission }) => department?.finding === 'untrue' && PROVEN.includes(commission),
  'true-but-unproven': ({ department, commission }) => department?.finding === 'true' && commission === 'unproven',
  'solved-but-unsolved': ({ department, callBack }) => department?.solved === 'solved' && callBack?.solved === 'unsolved',
  'solved-but-dissatisfied': ({ department, callBack }) =>
    department?.solved === 'solved' && callBack?.solved !== 'unsolved' && callBack?.satisfied === 'dissatisfied',
  'solved-but-not-contacted': ({ department, callBack }) => department !== undefined && callBack?.contacted === false,
  'true-but-false-accusation': ({ department, commission }) =>
    department !== undefined && department.finding !== 'untrue' && commission === 'false-accusation',
};

/** The contradictions among what was said, in the order of the list. */
export const contradictionsIn = (said: Outcomes): Contradiction[] => CONTRADICTIONS.filter((one) => RULES[one](said));
