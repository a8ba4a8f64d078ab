import type { Instant } from './time.js';

export const SKILLS = ['general', 'enterprise', 'report'] as const;
/** What an operator can take and a caller can choose. */
export type Skill = (typeof SKILLS)[number];

export const CALL_STATUSES = ['greeting', 'queued', 'offered', 'talking', 'held', 'wrap-up', 'ended'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];
export const CALL_OUTCOMES = ['talked', 'abandoned', 'voicemail', 'failed'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];
export const WRAP_UP_CODES = [
  'case-registered',
  'joined-case',
  'answered-directly',
  'wrong-number',
  'silent',
  'malicious',
  'handed-over',
  'other',
] as const;
export type WrapUpCode = (typeof WRAP_UP_CODES)[number];

/**
 * Who a leg belongs to, as it is named towards the carrier: `caller`, `agent:operator1`, `party:market`, `supervisor:supervisor1`.
 * The same person joining again is another leg under the same label.
 */
export type LegLabel = string;
export const labelOf = (role: 'agent' | 'party' | 'supervisor', who: string): LegLabel => `${role}:${who}`;
export const CALLER: LegLabel = 'caller';

/** One line to one person within a call. */
export interface Leg {
  leg: string;
  label: LegLabel;
  from: Instant;
  to: Instant | null;
}

interface Happened {
  /** Business key: the same thing told twice is one fact. */
  key: string;
  /** When it happened; of two tellings the earlier counts. */
  at: Instant;
}

/** What the carrier tells. No number and no word of the caller stands in a fact. */
export type CarrierFact = Happened &
  (
    | { kind: 'incoming' }
    | { kind: 'chose'; skill: Skill }
    | { kind: 'left-queue'; result: string }
    | { kind: 'joined'; leg: string; label: LegLabel }
    | { kind: 'left'; leg: string; label: LegLabel }
    | { kind: 'leg-ended'; leg: string; label: LegLabel; result: LegResult; seconds: number }
    | { kind: 'voicemail'; recording: string; seconds: number }
    | { kind: 'recorded'; recording: string; seconds: number; channels: number }
  );
export const LEG_RESULTS = ['completed', 'busy', 'failed', 'no-answer', 'canceled'] as const;
export type LegResult = (typeof LEG_RESULTS)[number];

/** How a consultation ends without the call going over; the agent of the fact is the colleague. */
export const CONSULT_ENDS = ['declined', 'no-answer', 'vanished', 'not-connected', 'left', 'taken-back', 'agent-lost'] as const;
export type ConsultEnd = (typeof CONSULT_ENDS)[number];

/** What our own people and timers do; written in the transaction that decides it, so it is never lost. */
export type OwnFact = Happened &
  (
    | { kind: 'placed'; agent: string }
    | { kind: 'queued'; skill: Skill }
    | { kind: 'requeued'; why: 'agent-lost' | 'transfer' | 'not-connected'; to?: string }
    | { kind: 'offered'; agent: string; until: Instant; offer: number }
    | { kind: 'missed'; agent: string; offer: number; why: 'no-answer' | 'declined' | 'vanished' }
    | { kind: 'accepted'; agent: string; offer: number }
    | { kind: 'connected'; agent: string; recording?: string }
    | { kind: 'consult-asked'; agent: string; to: string; until: Instant; consult: number }
    | { kind: 'consult-accepted'; agent: string; consult: number }
    | { kind: 'consult-ended'; agent: string; consult: number; why: ConsultEnd }
    | { kind: 'handed-over'; agent: string; to: string; consult: number; why: 'completed' | 'agent-lost' }
    | { kind: 'hold' | 'resume' | 'mute' | 'unmute' | 'asked-for-help'; agent: string }
    | { kind: 'added' | 'removed'; label: LegLabel; agent: string }
    | { kind: 'supervised'; mode: 'listen' | 'whisper' | 'barge'; supervisor: string }
    | { kind: 'recording-paused' | 'recording-resumed'; agent: string }
    | { kind: 'hung-up'; agent: string }
    | { kind: 'wrapped-up'; agent: string; code: WrapUpCode | 'timed-out' }
  );

export type Fact = CarrierFact | OwnFact;
export type FactOf<K extends Fact['kind']> = Fact & { kind: K };

/** The order of facts: in time, and at the same instant by their keys. */
const inTime = (a: Fact, b: Fact): number => a.at - b.at || (a.key < b.key ? -1 : 1);
export const isAfter = (one: Fact, other: Fact): boolean => inTime(one, other) > 0;

/** Facts of one kind, in time. */
export function factsOf<K extends Fact['kind']>(facts: readonly Fact[], ...kinds: K[]): FactOf<K>[] {
  const found = facts.filter((fact): fact is FactOf<K> => (kinds as string[]).includes(fact.kind));
  return found.sort(inTime);
}

/**
 * Adds what was told to what is known. Told again it changes nothing, but for the time: the earlier counts. Gives the same list when
 * nothing is new, so that the caller can leave the row alone.
 */
export function withFact(known: readonly Fact[], told: Fact): readonly Fact[] {
  const before = known.find(({ key }) => key === told.key);
  if (!before) return [...known, told];
  if (before.at <= told.at) return known;
  return known.map((fact) => (fact === before ? { ...fact, at: told.at } : fact));
}
