/** The words of the soft-environment office at the border. Source: domain text, sections 2 and 7. */

/** The four modes of supervision 重点 分段 定期 不定期抽查. */
export const ORDER_MODES = ['key', 'staged', 'periodic', 'spot-check'] as const;
export type OrderMode = (typeof ORDER_MODES)[number];

/** Ordinary, listed 挂牌, joint 联合, interview 约谈. */
export const ORDER_FORMS = ['ordinary', 'listed', 'joint', 'interview'] as const;
export type OrderForm = (typeof ORDER_FORMS)[number];

export const ORDER_STATUSES = ['open', 'concluded', 'withdrawn'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** One department's part in an order. */
export const PART_STATUSES = ['pending_sign', 'working', 'reported', 'accepted'] as const;
export type PartStatus = (typeof PART_STATUSES)[number];

export const ORDER_FINDINGS = ['done', 'partly-done', 'not-done', 'false-closing'] as const;
export type OrderFinding = (typeof ORDER_FINDINGS)[number];

/** How often the stages of a periodic order come. */
export const RECURRENCES = ['week', 'month'] as const;
export type Recurrence = (typeof RECURRENCES)[number];

export const CARD_COLOURS = ['yellow', 'red'] as const;
export type CardColour = (typeof CARD_COLOURS)[number];

export const CARD_RULES = ['overdue', 're-handled', 'false-closing', 'untrue-proven', 'hand'] as const;
export type CardRule = (typeof CARD_RULES)[number];

export const CARD_STATUSES = ['issued', 'appealed', 'upheld', 'withdrawn'] as const;
export type CardStatus = (typeof CARD_STATUSES)[number];

export const EXPLANATION_STATUSES = ['demanded', 'given', 'returned', 'accepted'] as const;
export type ExplanationStatus = (typeof EXPLANATION_STATUSES)[number];

/** How a person was held to account. Source: domain text, sections 2 and 8. */
export const ACCOUNT_MEASURES = [
  'criticism',
  'written-review',
  'notice',
  'interview',
  'admonition',
  'warning',
  'training',
  'transfer',
] as const;
export type AccountMeasure = (typeof ACCOUNT_MEASURES)[number];

/** Why a matter lies on the supervisor's desk without anybody having put it there. Source: domain text, sections 5 and 12. */
export const CONCERN_KINDS = ['repeats', 'returns', 'dissatisfied', 'alike-answers', 'false-closing', 'long-busy', 'long-overdue'] as const;
export type ConcernKind = (typeof CONCERN_KINDS)[number];

export const CONCERN_STATES = ['open', 'taken', 'dismissed'] as const;
export type ConcernState = (typeof CONCERN_STATES)[number];

export const URGING_STATES = ['sent', 'acknowledged'] as const;
export type UrgingState = (typeof URGING_STATES)[number];

export const SPOT_CHECK_STATES = ['announced', 'drawn'] as const;
export type SpotCheckState = (typeof SPOT_CHECK_STATES)[number];
