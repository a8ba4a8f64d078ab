/** The words of investigations at the border: every enumeration as a list and a union. Source: domain text, section 8; domain sources 4.1, 4.2. */

export const INVESTIGATION_STATUSES = [
  'received',
  'registered',
  'talk-or-letter',
  'preliminary-verification',
  'held',
  'filed',
  'investigating',
  'review',
  'hearing',
  'decided',
  'executing',
  'concluded',
  'archived',
] as const;
export type InvestigationStatus = (typeof INVESTIGATION_STATUSES)[number];

/** Ways to handle a clue, before anything is filed; to end it without filing is an approved conclusion. */
export const HANDLINGS = ['talk-or-letter', 'preliminary-verification', 'held'] as const;
export type Handling = (typeof HANDLINGS)[number];

export const INVESTIGATION_SOURCES = ['report', 'sealed-case', 'own-finding', 'transfer'] as const;
export type InvestigationSource = (typeof INVESTIGATION_SOURCES)[number];

export const CONCLUSIONS = ['proven', 'partly-proven', 'unproven', 'unverifiable', 'false-accusation'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];

export const STEP_KINDS = [
  'letter-sent',
  'letter-answered',
  'talk-held',
  'interview',
  'evidence',
  'site-visit',
  'collective-decision',
  'statement',
  'other',
] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const INVESTIGATION_LIMITS = [
  'disposal',
  'letter-answer',
  'talk-report',
  'verification',
  'held-review',
  'investigation',
  'review',
  'execution',
  'acceptance-notice',
  'result-notice',
] as const;
export type InvestigationLimitName = (typeof INVESTIGATION_LIMITS)[number];

/** Ranks of those found responsible, from ordinary staff up. */
export const RANKS = ['contract', 'staff', 'section', 'deputy-division', 'division', 'deputy-bureau', 'bureau'] as const;
export type Rank = (typeof RANKS)[number];

/** `first-form`: the measures of the first of the four forms; `local`: the city's own; then the penalties of office and Party. */
export const MEASURE_FAMILIES = ['first-form', 'local', 'administrative', 'party', 'judicial'] as const;
export type MeasureFamily = (typeof MEASURE_FAMILIES)[number];

export const IMPOSERS = ['commission', 'employer'] as const;
export type Imposer = (typeof IMPOSERS)[number];

export const TELLING_STAGES = ['acceptance', 'result'] as const;
export type TellingStage = (typeof TELLING_STAGES)[number];

export const VETOES = ['responsible-leader', 'major-case', 'retaliation', 'leak'] as const;
export type Veto = (typeof VETOES)[number];

export const CLARIFICATION_SCOPES = ['in-person', 'unit', 'public'] as const;
export type ClarificationScope = (typeof CLARIFICATION_SCOPES)[number];

export const RELATIONS = ['own-post', 'former-post', 'relative', 'interest'] as const;
export type Relation = (typeof RELATIONS)[number];
