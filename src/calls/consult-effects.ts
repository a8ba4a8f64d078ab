import { type ConsultEnd, labelOf, type OwnFact } from '../domain/call-facts.js';
import { DomainError } from '../domain/errors.js';
import type { Instant } from '../domain/time.js';
import type { CallState } from './call.store.js';
import { type Effect, own } from './effects.js';
import type { Command } from './telephony.js';

const consultOf = ({ record }: CallState) => {
  if (!record.consult) throw new DomainError('call.action-not-open', 409, { status: record.status });
  return record.consult;
};
const callerFrom = ({ callId, carrierRoom: room }: CallState, on: boolean): Command => ({ do: 'hold', callId, room, on });
const without = ({ callId, carrierRoom: room }: CallState, username: string): Command => {
  return { do: 'remove', callId, room, label: labelOf('agent', username) };
};

/** It rings at the colleague; the caller is on hold by now. */
export function asked(current: CallState, now: Instant, { agent, to, until }: { agent: string; to: string; until: Instant }): Effect {
  const consult = current.facts.filter(({ kind }) => kind === 'consult-asked').length + 1;
  return { facts: own(current, now, { kind: 'consult-asked', agent, to, until, consult }), rings: to };
}

/** The colleague takes it and comes into the room. */
export function joined(current: CallState, now: Instant): Effect {
  const { to: agent, consult } = consultOf(current);
  const command: Command = { do: 'add', callId: current.callId, label: labelOf('agent', agent), to: { agent } };
  return { facts: own(current, now, { kind: 'consult-accepted', agent, consult }), command };
}

/** However a consultation ends: the colleague goes, and the caller is back with his operator. */
export function ended(current: CallState, now: Instant, why: ConsultEnd): Effect {
  const { to, consult, acceptedAt, agent } = consultOf(current);
  const isBack = current.record.status === 'held' && why !== 'agent-lost';
  const facts = own(
    current,
    now,
    { kind: 'consult-ended', agent: to, consult, why },
    ...(isBack ? [{ kind: 'resume' as const, agent: current.record.agent ?? agent }] : []),
  );
  return { facts, then: [...(acceptedAt === null ? [] : [without(current, to)]), ...(isBack ? [callerFrom(current, false)] : [])] };
}

const over = (current: CallState, now: Instant, why: 'completed' | 'agent-lost'): OwnFact[] => {
  const { agent, to, consult } = consultOf(current);
  return own(current, now, { kind: 'handed-over', agent, to, consult, why });
};

/** The colleague has the call now: first the caller comes back from hold, and then the operator before him goes. */
export function completed(current: CallState, now: Instant): Effect {
  return {
    facts: over(current, now, 'completed'),
    command: callerFrom(current, false),
    then: [without(current, consultOf(current).agent)],
  };
}

/** The operator was lost while he spoke to his colleague, who has the caller now. */
export const inherited = (current: CallState, now: Instant): Effect => ({
  facts: over(current, now, 'agent-lost'),
  then: [callerFrom(current, false)],
});
