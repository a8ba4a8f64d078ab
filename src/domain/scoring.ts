import type { CaseState } from './case-state.js';
import { isActive } from './case-state.js';
import { type Conclusion, isProven, type ProvenMatter, type SelfFinding, sameMatter } from './same-matter.js';
import { heaviest, type ScoringSettings, type Weight } from './scoring-settings.js';
import type { Instant } from './time.js';

/** The rules of the ledger. Source: domain text, section 9; domain sources 3.3. */
export const SCORE_RULES = [
  'self-found',
  'self-opened-first',
  'commission-proven',
  'untrue-proven',
  'unproven',
  'overdue',
  'card',
  'refused-return',
  'false-closing',
  'unsatisfied',
  'counter',
] as const;
export type ScoreRule = (typeof SCORE_RULES)[number];

/** What an entry rests on: at least one of these. */
export interface Evidence {
  caseNumber: string | null;
  cardId: string | null;
  investigationNumber: string | null;
  findingNumber: string | null;
  /** The entry that a counter-entry takes back. */
  entryId: string | null;
}
/** An entry before it has its place in the ledger. `detail` is what the points depend on besides the rule: a weight, limit or colour. */
export interface Draft extends Evidence {
  departmentCode: string;
  rule: ScoreRule;
  detail: string;
  /** Keyed blind index of the person it is about, where the ladder counts persons. */
  person: string | null;
  points: number;
}
/** An entry of the ledger; never changed. `id` is the number of its event and its place among the entries of that event. */
export interface ScoreEntry extends Draft {
  id: string;
  eventNumber: number;
  ruleVersion: number;
  /** YYYY-MM, the month it counts in. */
  period: string;
  at: Instant;
}

const NOTHING: Evidence = { caseNumber: null, cardId: null, investigationNumber: null, findingNumber: null, entryId: null };

/** The points of a rule; what they depend on is data. A counter-entry has none of its own. */
export function pointsOf(settings: ScoringSettings, rule: ScoreRule, detail = ''): number {
  const { selfFound, overdue, cards } = settings;
  const points: Record<Exclude<ScoreRule, 'counter'>, () => number> = {
    'self-found': () => selfFound[detail as Weight],
    'self-opened-first': () => selfFound[detail as Weight],
    'commission-proven': () => settings.commissionProven,
    'untrue-proven': () => settings.untrueProven,
    unproven: () => 0,
    overdue: () => overdue[detail as 'sign'] ?? 0,
    card: () => cards[detail as 'red'],
    'refused-return': () => settings.refusedReturn,
    'false-closing': () => settings.falseClosing,
    unsatisfied: () => settings.unsatisfied.points,
  };
  return rule === 'counter' ? 0 : points[rule]() || 0;
}

/** An event of the log as the ledger reads it; facts of sealed events are opened before. */
export interface ScoredEvent {
  number: number;
  type: string;
  at: Instant;
  caseNumber: string | null;
  facts: Record<string, unknown>;
}

/** What the rules may look at besides the event: all of it as it stood at that number of the log. */
export interface ScoringContext {
  settings: ScoringSettings;
  /** The case of the event, after it. */
  current: CaseState | undefined;
  /** Entries about the same case, card, finding or appealed entry, taken back or not. */
  entries: readonly ScoreEntry[];
  /** Self-findings of the departments concerned that were not refused. */
  findings: readonly SelfFinding[];
  /** The cases an investigation rests on. */
  cases: readonly CaseState[];
}

/** A pair the system takes for the same matter; nothing is scored before the supervisor has decided. */
export interface Proposal {
  departmentCode: string;
  matter: ProvenMatter;
  findingNumber: string;
  by: readonly string[];
}
export interface Scored {
  entries: Draft[];
  proposals: Proposal[];
}

const entry = (
  { settings }: ScoringContext,
  departmentCode: unknown,
  rule: Exclude<ScoreRule, 'counter'>,
  evidence: Partial<Evidence>,
  more: { detail?: string; person?: string | undefined } = {},
): Draft => {
  const { detail = '', person } = more;
  const points = pointsOf(settings, rule, detail);
  return { ...NOTHING, ...evidence, departmentCode: String(departmentCode), rule, detail, person: person ?? null, points };
};

/** Takes an entry back; once only. */
const countered = (context: ScoringContext, which: (one: ScoreEntry) => boolean): Draft[] =>
  context.entries
    .filter((one) => one.rule !== 'counter' && which(one) && !context.entries.some(({ entryId }) => entryId === one.id))
    .map(({ departmentCode, detail, person, points, id, caseNumber, cardId, investigationNumber, findingNumber, rule }) => ({
      ...{ departmentCode, rule: 'counter' as const, detail: detail ? `${rule}:${detail}` : rule, person },
      ...{ points: points === 0 ? 0 : -points, caseNumber, cardId, investigationNumber, findingNumber, entryId: id },
    }));

type Scoring = (event: ScoredEvent, context: ScoringContext) => Draft[] | Scored;

/** Once a round, however often somebody rings back in it. */
function unsatisfied({ facts, caseNumber }: ScoredEvent, context: ScoringContext): Draft[] {
  const { current, settings } = context;
  if (!current || facts.satisfiedResult !== 'dissatisfied' || current.round < settings.unsatisfied.fromRound) return [];
  if (current.exclusion === 'granted') return [];
  const roundBegan = Math.max(0, ...current.limits.filter(({ name }) => name === 'answer').map(({ startedAt }) => startedAt));
  if (context.entries.some((one) => one.rule === 'unsatisfied' && one.caseNumber === caseNumber && one.at >= roundBegan)) return [];
  const leads = current.assignments.filter((part) => part.role === 'lead' && isActive(part));
  return leads.map(({ departmentCode }) => entry(context, departmentCode, 'unsatisfied', { caseNumber }));
}

/** A department said in its own answer that it was not so: about this kind of matter, in a case the investigation rests on. */
const denial = ({ cases }: ScoringContext, { departmentCode, categoryCode }: ProvenMatter): CaseState | undefined =>
  cases.find(
    (one) =>
      (one.categoryCode === null || one.categoryCode === categoryCode || cases.length === 1) &&
      one.assignments.some((part) => part.departmentCode === departmentCode && part.finding === 'untrue' && part.answeredAt !== null),
  );

/** The first trace of a matter in the log before which a department has to have opened it. Source: domain sources 3.3, guard. */
const firstTrace = (openedAt: Instant, cases: readonly CaseState[]): Instant =>
  Math.min(openedAt, ...cases.map(({ receivedAt }) => receivedAt));

function concluded({ facts }: ScoredEvent, context: ScoringContext): Scored {
  const { conclusion, openedAt } = facts as { conclusion: Conclusion; openedAt: Instant };
  const investigationNumber = String(facts.investigationNumber);
  const matters = distinct((facts.matters as ProvenMatter[] | undefined) ?? []);
  const scored: Scored = { entries: [], proposals: [] };
  if (!isProven(conclusion)) {
    const codes = [...new Set(matters.map(({ departmentCode }) => departmentCode))];
    return { ...scored, entries: codes.map((code) => entry(context, code, 'unproven', { investigationNumber })) };
  }
  for (const matter of matters) {
    const { departmentCode, person } = matter;
    const denied = denial(context, matter);
    if (denied) {
      const evidence = { investigationNumber, caseNumber: denied.caseNumber };
      scored.entries.push(entry(context, departmentCode, 'untrue-proven', evidence, { person }));
      continue;
    }
    const trace = firstTrace(openedAt, context.cases);
    const found = context.findings
      .map((finding) => ({ finding, by: sameMatter(matter, finding) }))
      .find(({ finding, by }) => by !== undefined && finding.openedAt < trace);
    if (found) scored.proposals.push({ departmentCode, matter, findingNumber: found.finding.findingNumber, by: found.by! });
    else scored.entries.push(entry(context, departmentCode, 'commission-proven', { investigationNumber }, { person }));
  }
  return scored;
}

const keyOf = ({ departmentCode, categoryCode, person, document }: ProvenMatter): string =>
  JSON.stringify([departmentCode, categoryCode, person, document]);
const distinct = (matters: readonly ProvenMatter[]): ProvenMatter[] =>
  matters.filter((matter, index) => matters.findIndex((other) => keyOf(other) === keyOf(matter)) === index);

/** The points for a self-finding stand once, whichever way they were earned. */
const hasPoints = ({ entries }: ScoringContext, findingNumber: unknown): boolean =>
  entries.some(
    (one) =>
      (one.rule === 'self-found' || one.rule === 'self-opened-first') &&
      one.findingNumber === findingNumber &&
      !entries.some(({ entryId }) => entryId === one.id),
  );

const selfFound =
  (rule: 'self-found' | 'self-opened-first'): Scoring =>
  ({ facts }, context) => {
    const { departmentCode, findingNumber, investigationNumber, measures, person } = facts as Record<string, string> & {
      measures?: string[];
    };
    // opened first is worth the least where nothing has been dealt with yet; found by itself has to have been
    const weight = heaviest(context.settings, measures ?? []) ?? (rule === 'self-opened-first' ? 'light' : undefined);
    if (weight === undefined || hasPoints(context, findingNumber)) return [];
    const evidence = { findingNumber: String(findingNumber), investigationNumber: investigationNumber ?? null };
    return [entry(context, departmentCode, rule, evidence, { detail: weight, person })];
  };

/** Which events are scored, and how. */
const SCORINGS: Readonly<Record<string, Scoring>> = {
  'limit.overdue': ({ facts, caseNumber }, context) =>
    facts.departmentCode !== undefined && String(facts.limit) in context.settings.overdue
      ? [entry(context, facts.departmentCode, 'overdue', { caseNumber }, { detail: String(facts.limit) })]
      : [],
  'card.issued': ({ facts, caseNumber }, context) =>
    context.settings.cards.without.includes(String(facts.rule))
      ? []
      : [entry(context, facts.departmentCode, 'card', { caseNumber, cardId: String(facts.cardId) }, { detail: String(facts.colour) })],
  'card.withdrawn': ({ facts }, context) => countered(context, ({ cardId }) => cardId === facts.cardId),
  'assignment.return-refused': ({ facts, caseNumber }, context) => [entry(context, facts.departmentCode, 'refused-return', { caseNumber })],
  'case.false-closing-found': ({ facts, caseNumber }, context) => [entry(context, facts.departmentCode, 'false-closing', { caseNumber })],
  'case.called-back': unsatisfied,
  'case.exclusion-granted': ({ caseNumber }, context) =>
    countered(context, (one) => one.rule === 'unsatisfied' && one.caseNumber === caseNumber),
  'self-finding.confirmed': selfFound('self-found'),
  'investigation.concluded': concluded,
  'same-matter.confirmed': selfFound('self-opened-first'),
  'same-matter.refused': ({ facts }, context) => [
    entry(
      context,
      facts.departmentCode,
      'commission-proven',
      { investigationNumber: String(facts.investigationNumber) },
      { person: facts.person as string | undefined },
    ),
  ],
  'score.appeal-granted': ({ facts }, context) => countered(context, ({ id }) => id === facts.entryId),
};
export const SCORED_TYPES = Object.keys(SCORINGS);

/** What an event is worth by the rules in force, and what the supervisor has to look at first. Pure. Source: domain text, section 9. */
export function scored(event: ScoredEvent, context: ScoringContext): Scored {
  const found = SCORINGS[event.type]?.(event, context) ?? [];
  return Array.isArray(found) ? { entries: found, proposals: [] } : found;
}

/** The same entries under other rules: what they would be worth. A counter-entry follows its entry where that is among them. */
export function repriced(entries: readonly ScoreEntry[], settings: ScoringSettings): Map<string, number> {
  const points = new Map(entries.map((one) => [one.id, pointsOf(settings, one.rule, one.detail)]));
  for (const one of entries) {
    if (one.rule !== 'counter') continue;
    const original = points.get(one.entryId ?? '');
    points.set(one.id, original === undefined ? one.points : original === 0 ? 0 : -original);
  }
  return points;
}
