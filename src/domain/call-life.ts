import { type Consult, handedOn, holderOf, openConsult, wrapUpOf } from './call-consults.js';
import {
  CALLER,
  type CallOutcome,
  type CallStatus,
  type Fact,
  factsOf,
  type Leg,
  type LegLabel,
  type LegResult,
  type Skill,
} from './call-facts.js';
import type { Instant } from './time.js';

/** What is known of a call: a function of the set of its facts, whatever order they were told in. Source: domain text, section 10. */
export interface CallRecord {
  direction: 'inbound' | 'outbound';
  status: CallStatus;
  outcome: CallOutcome | null;
  skill: Skill;
  startedAt: Instant;
  queuedAt: Instant | null;
  /** The moment caller and operator could first hear each other. */
  answeredAt: Instant | null;
  endedAt: Instant | null;
  waitedSeconds: number;
  talkSeconds: number;
  heldSeconds: number;
  wrapUpSeconds: number;
  /** Who has the call now, or had it last. */
  agent: string | null;
  /** To whom it is offered, until when. */
  offer: { agent: string; until: Instant; offer: number } | null;
  /** The colleague whom the operator asks before he hands the call over. */
  consult: Consult | null;
  /** Who handed the call over and has not finished with it. */
  wrappingUp: string[];
  endedBy: 'caller' | 'agent' | 'carrier' | null;
  /** The operator was gone while the caller was still there, and nobody took over. */
  cutOff: boolean;
  wrapUp: string | null;
  recordings: { ref: string; kind: 'call' | 'voicemail'; seconds: number; channels: number }[];
  /** Recordings that were begun and of which nothing has been told yet. */
  unheardOf: string[];
  legs: Leg[];
}

const CUT_OFF_MS = 3_000;
const NOT_ANSWERED: readonly LegResult[] = ['busy', 'failed', 'no-answer', 'canceled'];
const isAgent = (label: LegLabel): boolean => label.startsWith('agent:');
const secondsOf = (ms: number): number => Math.max(0, Math.round(ms / 1000));

/** Legs with their times; who left without having been seen to join was there from the moment the carrier says he left. */
function legsOf(facts: readonly Fact[], callEnd: Instant | null): Leg[] {
  const ends = new Map<string, Instant>();
  for (const { leg, at } of factsOf(facts, 'left', 'leg-ended')) if (!ends.has(leg)) ends.set(leg, at);
  const legs = new Map<string, Leg>();
  for (const { leg, label, at } of factsOf(facts, 'joined', 'left')) {
    if (!legs.has(leg)) legs.set(leg, { leg, label, from: at, to: ends.get(leg) ?? callEnd });
  }
  return [...legs.values()];
}

/** Stretches of time that may overlap, as the milliseconds they cover together. */
function covered(spans: readonly (readonly [Instant, Instant])[]): number {
  let [sum, reached] = [0, -Infinity];
  for (const [from, to] of [...spans].sort(([a], [b]) => a - b)) {
    sum += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return sum;
}

/** Stretches the caller was on hold, clipped to the conversation. */
function holdsOf(facts: readonly Fact[], until: Instant): [Instant, Instant][] {
  const holds: [Instant, Instant][] = [];
  let since: Instant | null = null;
  for (const fact of factsOf(facts, 'hold', 'resume', 'requeued', 'handed-over', 'hung-up')) {
    const { kind, at } = fact;
    // a hand-over ends the hold; a lost operator ends it where his line ends, which the carrier says
    if (fact.kind === 'requeued' && fact.why !== 'transfer') continue;
    if (kind === 'hold') since ??= at;
    else if (since !== null) {
      holds.push([since, Math.min(at, until)]);
      since = null;
    }
  }
  if (since !== null) holds.push([since, until]);
  return holds.filter(([from, to]) => to > from);
}

interface Ending {
  at: Instant;
  startedAt: Instant;
  result: LegResult;
}

/** How the caller's own line ended, by the carrier's clock: with it the beginning is known exactly, too. */
function endingOf(facts: readonly Fact[]): Ending | null {
  const [end] = factsOf(facts, 'leg-ended').filter(({ label }) => label === CALLER);
  return end ? { at: end.at, startedAt: end.at - end.seconds * 1000, result: end.result } : null;
}

function conversation(facts: readonly Fact[], legs: readonly Leg[], end: Instant | null) {
  const connected = factsOf(facts, 'connected')[0]?.at ?? null;
  const callerIn = legs.filter(({ label }) => label === CALLER)[0]?.from ?? connected;
  const agents = legs.filter(({ label }) => isAgent(label));
  if (callerIn === null || agents.length === 0) return { answeredAt: null, spans: [] as [Instant, Instant][], lastAgentOut: null };
  const answeredAt = Math.max(callerIn, Math.min(...agents.map(({ from }) => from)));
  const outs = agents.map(({ to }) => Math.min(to ?? Infinity, end ?? Infinity));
  const spans = agents.map(({ from }, index): [Instant, Instant] => [Math.max(from, callerIn), outs[index]!]);
  return { answeredAt, spans: spans.filter(([from, to]) => to >= from), lastAgentOut: Math.max(...outs) };
}

/** The offer that is still open: neither accepted nor missed, and nothing newer. */
function openOffer(facts: readonly Fact[]): CallRecord['offer'] {
  const last = factsOf(facts, 'offered').at(-1);
  if (!last) return null;
  const answered = factsOf(facts, 'accepted', 'missed').some(({ offer }) => offer === last.offer);
  return answered ? null : { agent: last.agent, until: last.until, offer: last.offer };
}

/** The caller left the line of those who wait, to speak to the machine: he waited too long, or it was full. */
export const isLeaving = (facts: readonly Fact[]): boolean => {
  const last = factsOf(facts, 'left-queue', 'requeued', 'accepted').at(-1);
  return last?.kind === 'left-queue' && ['leave', 'queue-full', 'error', 'system-error'].includes(last.result);
};

function liveStatus(facts: readonly Fact[], offer: CallRecord['offer'], holder: string | null): CallStatus {
  if (holder !== null) {
    return factsOf(facts, 'hold', 'resume', 'requeued', 'accepted', 'handed-over').at(-1)?.kind === 'hold' ? 'held' : 'talking';
  }
  if (offer) return 'offered';
  return factsOf(facts, 'queued').length > 0 && !isLeaving(facts) ? 'queued' : 'greeting';
}

/** Who had a call that went back to the queue. */
function lastHolderOf(facts: readonly Fact[]): string | null {
  return holderOf(facts.filter(({ kind }) => kind !== 'requeued'));
}

/** Of everybody who had the call, together. */
const wrapUpSecondsOf = (ofLast: number, handed: ReturnType<typeof handedOn>): number =>
  handed.reduce((sum, { from, to }) => sum + (to === null ? 0 : secondsOf(to - from)), secondsOf(ofLast));

function outcomeOf(facts: readonly Fact[], ending: Ending, answeredAt: Instant | null): CallOutcome {
  if (answeredAt !== null) return 'talked';
  if (factsOf(facts, 'voicemail').some(({ seconds }) => seconds > 0)) return 'voicemail';
  const outbound = factsOf(facts, 'placed').length > 0;
  return outbound || (NOT_ANSWERED.includes(ending.result) && factsOf(facts, 'queued').length === 0) ? 'failed' : 'abandoned';
}

function recordingsOf(facts: readonly Fact[]): CallRecord['recordings'] {
  return factsOf(facts, 'recorded', 'voicemail').map((fact) =>
    fact.kind === 'voicemail'
      ? { ref: fact.recording, kind: 'voicemail', seconds: fact.seconds, channels: 1 }
      : { ref: fact.recording, kind: 'call', seconds: fact.seconds, channels: fact.channels },
  );
}

/** The record of a call from its facts: pure, and the same for the same set in any order. `now` only ends what is still running. */
export function recordOf(facts: readonly Fact[], now: Instant): CallRecord {
  const ending = endingOf(facts);
  const end = ending?.at ?? null;
  const legs = legsOf(facts, end);
  const { answeredAt, spans, lastAgentOut } = conversation(facts, legs, end);
  const first = Math.min(...facts.map(({ at }) => at));
  const startedAt = ending ? ending.startedAt : first;
  const queuedAt = factsOf(facts, 'queued')[0]?.at ?? null;
  const agentHungUp = factsOf(facts, 'hung-up').length > 0;
  const holder = holderOf(facts);
  const wrapped = wrapUpOf(facts, holder);
  const handed = handedOn(facts);
  const offer = ending ? null : openOffer(facts);
  const until = end ?? now;
  const talked = covered(spans.map(([from, to]) => [from, Math.min(to, until)]));
  const held = covered(holdsOf(facts, Math.min(until, lastAgentOut ?? until)));
  return {
    direction: factsOf(facts, 'placed').length > 0 ? 'outbound' : 'inbound',
    status: !ending ? liveStatus(facts, offer, holder) : answeredAt !== null && holder !== null && !wrapped ? 'wrap-up' : 'ended',
    outcome: ending ? outcomeOf(facts, ending, answeredAt) : null,
    skill: factsOf(facts, 'queued', 'chose').at(-1)?.skill ?? 'general',
    startedAt,
    queuedAt,
    answeredAt,
    endedAt: end,
    waitedSeconds: queuedAt === null ? 0 : secondsOf((answeredAt ?? until) - queuedAt),
    talkSeconds: secondsOf(talked - held),
    heldSeconds: secondsOf(held),
    wrapUpSeconds: wrapUpSecondsOf(wrapped && end !== null ? wrapped.at - end : 0, handed),
    agent: holder ?? lastHolderOf(facts),
    offer,
    consult: ending ? null : openConsult(facts, legs),
    wrappingUp: handed.flatMap(({ agent, to }) => (to === null ? [agent] : [])),
    endedBy: !ending ? null : agentHungUp ? 'agent' : NOT_ANSWERED.includes(ending.result) ? 'carrier' : 'caller',
    cutOff: ending !== null && answeredAt !== null && !agentHungUp && lastAgentOut !== null && lastAgentOut + CUT_OFF_MS < ending.at,
    wrapUp: wrapped?.code ?? null,
    recordings: recordingsOf(facts),
    unheardOf: factsOf(facts, 'connected').flatMap(({ recording }) =>
      recording && !factsOf(facts, 'recorded').some((told) => told.recording === recording) ? [recording] : [],
    ),
    legs,
  };
}
