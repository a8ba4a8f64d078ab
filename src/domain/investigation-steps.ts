import type { InvestigationLimitName, InvestigationStatus } from './investigation-words.js';
import type { Role } from './vocabulary.js';

export const INVESTIGATION_ACTIONS = [
  'register',
  'assess',
  'log-step',
  'link-case',
  'add-person',
  'file',
  'begin',
  'propose-conclusion',
  'approve-conclusion',
  'approve-again',
  'return-conclusion',
  'hear',
  'decide',
  'decide-measure',
  'carry-out',
  'clarify',
  'notify',
  'archive',
  'name-reader',
  'drop-reader',
] as const;
export type InvestigationAction = (typeof INVESTIGATION_ACTIONS)[number];

/** A reason why a step the table has is not open; its words are the error code `investigation.<guard>`. */
export type InvestigationGuard =
  | 'proposal-waits'
  | 'no-proposal'
  | 'same-person'
  | 'inspector-first'
  | 'not-approved'
  | 'not-concluded'
  | 'concluded-already'
  | 'not-proven'
  | 'not-found-false'
  | 'nobody-named'
  | 'nothing-to-carry-out'
  | 'not-carried-out'
  | 'nobody-to-tell'
  | 'reporters-not-told';

/** One row of the table: who may do what, from where to where, what has to hold, and what the clocks do. Source: domain text, section 8. */
export interface InvestigationStep {
  action: InvestigationAction;
  by: readonly Role[];
  from: readonly InvestigationStatus[];
  /** Statuses it can lead to; empty: it stays. */
  to: readonly InvestigationStatus[];
  guards?: readonly InvestigationGuard[];
  starts?: InvestigationLimitName;
  ends?: readonly InvestigationLimitName[];
}

const ASSESSABLE = ['registered', 'talk-or-letter', 'preliminary-verification', 'held'] as const;
const BEFORE_FILING = ['talk-or-letter', 'preliminary-verification'] as const;
const CONCLUDABLE = [...ASSESSABLE, 'investigating'] as const;
const FILED = ['filed', 'investigating', 'review', 'hearing'] as const;
const AT_WORK = [...ASSESSABLE, ...FILED] as const;
const DONE = ['decided', 'executing', 'concluded'] as const;
const OPEN = ['received', ...AT_WORK, ...DONE] as const;
const EVERY = [...OPEN, 'archived'] as const;

export const INVESTIGATION_STEPS: readonly InvestigationStep[] = [
  { action: 'register', by: ['inspector'], from: ['received'], to: ['registered'] },
  {
    action: 'assess',
    by: ['inspector'],
    from: ASSESSABLE,
    to: ['talk-or-letter', 'preliminary-verification', 'held'],
    guards: ['proposal-waits'],
    ends: ['disposal', 'letter-answer', 'talk-report', 'verification', 'held-review'],
  },
  { action: 'log-step', by: ['inspector'], from: [...AT_WORK, ...DONE], to: [] },
  { action: 'link-case', by: ['inspector'], from: ['received', ...AT_WORK], to: [] },
  { action: 'add-person', by: ['inspector'], from: [...BEFORE_FILING, ...FILED], to: [] },
  {
    action: 'file',
    by: ['commissioner'],
    from: BEFORE_FILING,
    to: ['filed'],
    guards: ['proposal-waits'],
    ends: ['letter-answer', 'talk-report', 'verification'],
    starts: 'investigation',
  },
  { action: 'begin', by: ['inspector'], from: ['filed'], to: ['investigating'] },
  { action: 'propose-conclusion', by: ['inspector'], from: CONCLUDABLE, to: [], guards: ['proposal-waits', 'concluded-already'] },
  {
    action: 'approve-conclusion',
    by: ['inspector', 'commissioner'],
    from: CONCLUDABLE,
    to: ['concluded', 'review'],
    guards: ['no-proposal', 'same-person', 'inspector-first'],
    ends: ['disposal', 'letter-answer', 'talk-report', 'verification', 'held-review', 'investigation'],
  },
  {
    action: 'approve-again',
    by: ['commissioner'],
    from: CONCLUDABLE,
    to: ['concluded'],
    guards: ['not-approved', 'same-person'],
    ends: ['disposal', 'letter-answer', 'talk-report', 'verification', 'held-review', 'investigation'],
  },
  { action: 'return-conclusion', by: ['inspector', 'commissioner'], from: CONCLUDABLE, to: [], guards: ['no-proposal', 'same-person'] },
  { action: 'hear', by: ['inspector'], from: ['review'], to: ['hearing'] },
  { action: 'decide', by: ['commissioner'], from: ['hearing'], to: ['decided'], ends: ['review'], starts: 'execution' },
  { action: 'decide-measure', by: ['commissioner'], from: DONE, to: [], guards: ['not-proven', 'nobody-named'] },
  { action: 'carry-out', by: ['inspector'], from: DONE, to: ['executing'], guards: ['nothing-to-carry-out'] },
  {
    action: 'clarify',
    by: ['inspector', 'commissioner'],
    from: DONE,
    to: [],
    guards: ['not-found-false'],
  },
  { action: 'notify', by: ['inspector'], from: OPEN, to: [], guards: ['nobody-to-tell'] },
  {
    action: 'archive',
    by: ['inspector'],
    from: DONE,
    to: ['archived'],
    guards: ['not-concluded', 'not-carried-out', 'reporters-not-told'],
    ends: ['execution'],
  },
  { action: 'name-reader', by: ['commissioner'], from: EVERY, to: [] },
  { action: 'drop-reader', by: ['commissioner'], from: EVERY, to: [] },
];
