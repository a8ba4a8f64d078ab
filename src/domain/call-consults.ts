import { type ConsultEnd, type Fact, factsOf, isAfter, labelOf, type Leg } from './call-facts.js';
import type { Instant } from './time.js';

/**
 * An operator asks a colleague while his caller is on hold, before he hands the call over (warm transfer). It rings at the colleague until
 * `until`; once he accepted he is brought into the room. Source: domain text, section 10.
 */
export interface Consult {
  agent: string;
  to: string;
  consult: number;
  until: Instant;
  acceptedAt: Instant | null;
  /** The colleague's line is in the room: the two can hear each other. */
  isJoined: boolean;
}

/** The consultation that is open: neither ended nor completed, and nothing newer. */
export function openConsult(facts: readonly Fact[], legs: readonly Leg[]): Consult | null {
  const asked = factsOf(facts, 'consult-asked').at(-1);
  if (!asked || factsOf(facts, 'consult-ended', 'handed-over').some(({ consult }) => consult === asked.consult)) return null;
  const { agent, to, consult, until } = asked;
  const acceptedAt = factsOf(facts, 'consult-accepted').find((fact) => fact.consult === consult)?.at ?? null;
  const isJoined = acceptedAt !== null && legs.some((leg) => leg.label === labelOf('agent', to) && leg.to === null);
  return { agent, to, consult, until, acceptedAt, isJoined };
}

/** How the last consultation ended, as long as the operator who asked still has the call and asks nobody else. */
export function endOfConsult(facts: readonly Fact[]): ConsultEnd | null {
  const last = factsOf(facts, 'consult-asked', 'consult-ended', 'handed-over', 'requeued').at(-1);
  return last?.kind === 'consult-ended' ? last.why : null;
}

/** Who has the call: the last who took it, unless it went back to the queue since. */
export function holderOf(facts: readonly Fact[]): string | null {
  const last = factsOf(facts, 'accepted', 'requeued', 'placed', 'handed-over').at(-1);
  if (!last || last.kind === 'requeued') return null;
  return last.kind === 'handed-over' ? last.to : last.agent;
}

/** What an operator did to get the call, the last time. */
function tookOf(facts: readonly Fact[], username: string): Fact | undefined {
  return factsOf(facts, 'accepted', 'placed', 'handed-over').findLast(
    (fact) => (fact.kind === 'handed-over' ? fact.to : fact.agent) === username,
  );
}

/** The wrap-up of whoever has the call at its end, made since he took it. */
export function wrapUpOf(facts: readonly Fact[], holder: string | null): (Fact & { kind: 'wrapped-up' }) | undefined {
  const took = holder === null ? undefined : tookOf(facts, holder);
  return factsOf(facts, 'wrapped-up').findLast((fact) => holder === null || (fact.agent === holder && (!took || isAfter(fact, took))));
}

/** Operators who handed the call over after a consultation, with the stretch of their wrap-up; `to` is null while they owe it. */
export function handedOn(facts: readonly Fact[]): { agent: string; from: Instant; to: Instant | null }[] {
  return factsOf(facts, 'handed-over').flatMap((fact) => {
    if (fact.why !== 'completed') return [];
    const done = factsOf(facts, 'wrapped-up').find((one) => one.agent === fact.agent && isAfter(one, fact));
    return [{ agent: fact.agent, from: fact.at, to: done?.at ?? null }];
  });
}
