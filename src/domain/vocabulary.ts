/** The words of the trade at the border: every enumeration of the API as a list and a union. Source: domain text, sections 1, 3, 4. */

export const ROLES = [
  'operator',
  'dispatcher',
  'reviewer',
  'handler',
  'leader',
  'supervisor',
  'inspector',
  'commissioner',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

export const KINDS = ['consultation', 'help', 'complaint', 'report', 'suggestion', 'praise'] as const;
export type Kind = (typeof KINDS)[number];

export const URGENCIES = ['normal', 'urgent', 'critical'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const CHANNELS = [
  'phone',
  'web',
  'wechat',
  'sms',
  'email',
  'letter',
  'visit',
  'outreach',
  'special-supervisor',
  'transfer',
] as const;
export type Channel = (typeof CHANNELS)[number];

export const LIGHTS = ['green', 'amber', 'yellow', 'red'] as const;
export type Light = (typeof LIGHTS)[number];

export const CASE_STATUSES = [
  'pending_acceptance',
  'pending_dispatch',
  'handling',
  'pending_review',
  'pending_callback',
  'closed',
  'archived',
  'answered',
  'rejected',
  'merged',
  'withdrawn',
  'terminated',
  'transferred',
  'sealed',
] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export const ASSIGNMENT_STATUSES = [
  'pending_sign',
  'working',
  'pending_sign_off',
  'answered',
  'accepted',
  'return_requested',
  'returned',
  'recalled',
] as const;
export type AssignmentStatus = (typeof ASSIGNMENT_STATUSES)[number];

export const LIMIT_NAMES = ['acceptance', 'sign', 'first-contact', 'answer', 'call-back'] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

export const LIMIT_UNITS = ['minutes', 'hours', 'duty-minutes', 'duty-hours', 'working-days', 'calendar-days'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** Legal reasons not to accept. Source: domain sources 1.3 (接诉即办条例 art. 11 and its kin). */
export const REJECT_REASONS = [
  'emergency',
  'litigation',
  'petition',
  'reconsideration',
  'disclosure',
  'no-new-facts',
  'secret',
  'out-of-remit',
  'unlawful',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

export const SUSPEND_GROUNDS = ['awaiting-appraisal', 'awaiting-litigation', 'awaiting-complainant', 'force-majeure'] as const;
export type SuspendGround = (typeof SUSPEND_GROUNDS)[number];

export const FINDINGS = ['true', 'partly-true', 'untrue'] as const;
export type Finding = (typeof FINDINGS)[number];

export const SOLVED = ['solved', 'mostly', 'unsolved'] as const;
export type Solved = (typeof SOLVED)[number];

export const SATISFIED = ['satisfied', 'mostly', 'dissatisfied', 'declined'] as const;
export type Satisfied = (typeof SATISFIED)[number];

export const UNMASKABLE = ['name', 'phone', 'email', 'idNumber', 'address', 'originalText'] as const;
export type Unmaskable = (typeof UNMASKABLE)[number];

export const ENTERPRISE_SIZES = ['micro', 'small', 'medium', 'large'] as const;
export type EnterpriseSize = (typeof ENTERPRISE_SIZES)[number];

export const ORIGINS = ['local', 'outside'] as const;
export type Origin = (typeof ORIGINS)[number];
