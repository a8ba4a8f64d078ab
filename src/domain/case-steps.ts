import { OPEN } from './case-state.js';
import { type AssignmentStatus, CASE_STATUSES, type CaseStatus, type Role } from './vocabulary.js';

export const ACTIONS = [
  'accept',
  'reject',
  'answer-directly',
  'transfer-out',
  'seal',
  'merge',
  'mark-project',
  'dispatch',
  'sign',
  'request-return',
  'grant-return',
  'refuse-return',
  'request-extension',
  'grant-extension',
  'refuse-extension',
  'suspend',
  'resume',
  'log-progress',
  'add-assignment',
  'recall-assignment',
  'answer',
  'sign-off',
  'decline-sign-off',
  'send-back',
  'pass',
  'call-back',
  'close',
  're-handle',
  'reopen',
  'withdraw',
  'terminate',
  'archive',
  'urge',
  'supervise',
  'card',
  'explain',
  'request-exclusion',
  'grant-exclusion',
  'refuse-exclusion',
  'ask',
  'message',
  'rate',
  'unmask',
] as const;
export type Action = (typeof ACTIONS)[number];

/** A reason why a step that the table has is still not open; its words are the error code. */
export type Guard =
  | 'return-locked'
  | 'return-late'
  | 'return-pending'
  | 'extension-used'
  | 'extension-late'
  | 'extension-pending'
  | 'not-suspended'
  | 'suspended'
  | 'not-called-back'
  | 'called-back'
  | 'own-registration'
  | 'not-rated'
  | 'exclusion-used'
  | 'exclusion-pending'
  | 'already-dispatched'
  | 'already-project'
  | 'within-reopening-window'
  | 'beyond-reopening-window';

/** One row of the table of case life: who may do what, from where to where, and what the clocks do. Source: domain text, section 3. */
export interface Step {
  action: Action;
  by: readonly (Role | 'complainant' | 'system')[];
  from: readonly CaseStatus[];
  /** Case statuses this step can lead to; empty: it stays. */
  to: readonly CaseStatus[];
  /** The assignment it is about: the reader's own department's, or the one the body names. */
  on?: { whose: 'own' | 'named'; from: readonly AssignmentStatus[]; to?: AssignmentStatus };
  guards?: readonly Guard[];
  /** What happens to the clocks, in words for the documentation. */
  clock?: string;
  /** Leaves version and history of the case alone (reads). */
  silent?: true;
}

const BEFORE_DISPATCH = ['pending_acceptance', 'pending_dispatch'] as const;
/** Departments go on working while the lead's place is being filled anew. */
const IN_HAND = ['handling', 'pending_dispatch'] as const;
/** What the office does beside a case leaves its clocks alone. */
const NEVER_MOVED = 'none: never resets a limit';
/** From the first work on a matter to its end: an unreasonable demand often shows itself at the call-back. */
const UNTIL_THE_END = ['handling', 'pending_review', 'pending_callback', 'closed'] as const;
const STILL_OWED = ['pending_sign', 'working', 'pending_sign_off', 'return_requested'] as const;
export const STEPS: readonly Step[] = [
  { action: 'accept', by: ['dispatcher', 'system'], from: ['pending_acceptance'], to: ['pending_dispatch'], clock: 'acceptance met' },
  { action: 'reject', by: ['dispatcher'], from: ['pending_acceptance'], to: ['rejected'], clock: 'acceptance met' },
  { action: 'answer-directly', by: ['operator', 'dispatcher'], from: BEFORE_DISPATCH, to: ['answered'], clock: 'all end' },
  { action: 'transfer-out', by: ['dispatcher'], from: BEFORE_DISPATCH, to: ['transferred'], clock: 'all end' },
  {
    action: 'seal',
    by: ['operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector'],
    from: [...OPEN, 'closed'],
    to: ['sealed'],
    clock: 'all end',
  },
  { action: 'merge', by: ['dispatcher'], from: BEFORE_DISPATCH, to: ['merged'], clock: 'all end' },
  {
    action: 'mark-project',
    by: ['dispatcher'],
    from: BEFORE_DISPATCH,
    to: [],
    guards: ['already-dispatched', 'already-project'],
    clock: 'none: clocks that start later are those of the green channel',
  },
  {
    action: 'dispatch',
    by: ['dispatcher'],
    from: ['pending_dispatch'],
    to: ['handling'],
    clock: 'sign, first contact and answer start for each department',
  },
  {
    action: 'sign',
    by: ['handler'],
    from: IN_HAND,
    to: [],
    on: { whose: 'own', from: ['pending_sign'], to: 'working' },
    clock: 'sign met',
  },
  {
    action: 'request-return',
    by: ['handler'],
    from: IN_HAND,
    to: [],
    on: { whose: 'own', from: ['pending_sign', 'working'], to: 'return_requested' },
    guards: ['return-locked', 'return-late'],
    clock: "the department's clocks stop",
  },
  {
    action: 'grant-return',
    by: ['dispatcher'],
    from: IN_HAND,
    to: ['pending_dispatch', 'pending_review'],
    on: { whose: 'named', from: ['return_requested'], to: 'returned' },
    clock: "the department's clocks end",
  },
  {
    action: 'refuse-return',
    by: ['dispatcher'],
    from: IN_HAND,
    to: [],
    on: { whose: 'named', from: ['return_requested'], to: 'pending_sign' },
    clock: "the department's clocks go on, the sign clock anew",
  },
  {
    action: 'request-extension',
    by: ['handler'],
    from: IN_HAND,
    to: [],
    on: { whose: 'own', from: ['working'] },
    guards: ['extension-used', 'extension-late'],
  },
  {
    action: 'grant-extension',
    by: ['dispatcher'],
    from: IN_HAND,
    to: [],
    on: { whose: 'named', from: ['working', 'pending_sign_off'] },
    guards: ['extension-pending'],
    clock: 'answer moves later, the old instant is kept',
  },
  {
    action: 'refuse-extension',
    by: ['dispatcher'],
    from: IN_HAND,
    to: [],
    on: { whose: 'named', from: ['working', 'pending_sign_off'] },
    guards: ['extension-pending'],
  },
  { action: 'suspend', by: ['dispatcher'], from: ['handling'], to: [], guards: ['not-suspended'], clock: 'all pause' },
  { action: 'resume', by: ['dispatcher', 'system'], from: IN_HAND, to: [], guards: ['suspended'], clock: 'all go on' },
  {
    action: 'log-progress',
    by: ['handler'],
    from: IN_HAND,
    to: [],
    on: { whose: 'own', from: ['working'] },
    clock: 'first contact met when contacted',
  },
  { action: 'add-assignment', by: ['dispatcher'], from: ['handling'], to: [], clock: 'own clocks start' },
  {
    action: 'recall-assignment',
    by: ['dispatcher'],
    from: ['handling'],
    to: ['pending_dispatch', 'pending_review'],
    on: { whose: 'named', from: STILL_OWED, to: 'recalled' },
    clock: "the department's clocks end",
  },
  {
    action: 'answer',
    by: ['handler', 'leader'],
    from: IN_HAND,
    to: ['pending_review'],
    on: { whose: 'own', from: ['working'] },
    clock: 'answer met when a leader answers',
  },
  {
    action: 'sign-off',
    by: ['leader'],
    from: IN_HAND,
    to: ['pending_review'],
    on: { whose: 'own', from: ['pending_sign_off'], to: 'answered' },
    clock: 'answer met',
  },
  {
    action: 'decline-sign-off',
    by: ['leader'],
    from: IN_HAND,
    to: [],
    on: { whose: 'own', from: ['pending_sign_off'], to: 'working' },
  },
  {
    action: 'send-back',
    by: ['reviewer'],
    from: ['pending_review'],
    to: ['handling'],
    on: { whose: 'named', from: ['answered'], to: 'working' },
    clock: 'a new answer limit',
  },
  { action: 'pass', by: ['reviewer'], from: ['pending_review'], to: ['pending_callback'], clock: 'call-back starts' },
  { action: 'call-back', by: ['reviewer'], from: ['pending_callback'], to: [], clock: 'call-back met when reached' },
  { action: 'call-back', by: ['complainant'], from: ['pending_callback'], to: [], guards: ['called-back'], clock: 'call-back met' },
  { action: 'close', by: ['reviewer'], from: ['pending_callback'], to: ['closed'], guards: ['not-called-back'], clock: 'all end' },
  { action: 're-handle', by: ['reviewer'], from: ['pending_callback'], to: ['handling'], clock: 'a new answer limit' },
  { action: 'reopen', by: ['reviewer'], from: ['closed'], to: ['handling'], clock: 'a new answer limit' },
  {
    action: 'reopen',
    by: ['complainant'],
    from: ['closed'],
    to: ['handling'],
    guards: ['within-reopening-window'],
    clock: 'a new answer limit',
  },
  { action: 'withdraw', by: ['complainant'], from: OPEN, to: ['withdrawn'], clock: 'all end' },
  { action: 'withdraw', by: ['reviewer'], from: ['pending_callback'], to: ['withdrawn'], clock: 'all end' },
  { action: 'terminate', by: ['reviewer'], from: ['pending_review'], to: ['terminated'], clock: 'all end' },
  { action: 'archive', by: ['system'], from: ['closed'], to: ['archived'], guards: ['beyond-reopening-window'] },
  { action: 'urge', by: ['supervisor', 'system'], from: OPEN, to: [], clock: NEVER_MOVED },
  { action: 'supervise', by: ['supervisor'], from: OPEN, to: [], clock: NEVER_MOVED },
  { action: 'card', by: ['supervisor'], from: OPEN, to: [], clock: NEVER_MOVED },
  { action: 'explain', by: ['supervisor'], from: OPEN, to: [], clock: NEVER_MOVED },
  {
    action: 'request-exclusion',
    by: ['handler'],
    from: UNTIL_THE_END,
    to: [],
    on: { whose: 'own', from: ['working', 'pending_sign_off', 'answered', 'accepted'] },
    guards: ['exclusion-used'],
    clock: 'none',
  },
  {
    action: 'grant-exclusion',
    by: ['supervisor'],
    from: [...UNTIL_THE_END, 'archived'],
    to: [],
    guards: ['exclusion-pending'],
    clock: 'none',
  },
  {
    action: 'refuse-exclusion',
    by: ['supervisor'],
    from: [...UNTIL_THE_END, 'archived'],
    to: [],
    guards: ['exclusion-pending'],
    clock: 'none',
  },
  { action: 'ask', by: ['operator', 'dispatcher', 'reviewer', 'supervisor'], from: OPEN, to: [] },
  { action: 'message', by: ['complainant'], from: [...OPEN, 'closed'], to: [] },
  { action: 'rate', by: ['complainant'], from: ['closed', 'answered', 'archived'], to: [], guards: ['not-rated'] },
  { action: 'unmask', by: ['dispatcher', 'reviewer', 'supervisor', 'inspector'], from: CASE_STATUSES, to: [], silent: true },
  { action: 'unmask', by: ['operator'], from: CASE_STATUSES, to: [], guards: ['own-registration'], silent: true },
];
