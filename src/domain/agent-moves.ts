import type { AgentState } from './agent-life.js';
import type { ConsultEnd, Fact } from './call-facts.js';
import type { CallRecord } from './call-life.js';

/** A change of an operator's state that follows from a call. */
export interface AgentMove {
  username: string;
  state: AgentState;
  reason?: string;
  /** Stays with the call; without it the operator is free of it. */
  busyWith?: true;
}

const after = (username: string, state: AgentState, reason?: string): AgentMove => ({ username, state, ...(reason ? { reason } : {}) });
const within = (username: string, state: AgentState): AgentMove => ({ username, state, busyWith: true });

/** Where the colleague stands whom somebody asked, by how the consultation ended. */
const AFTER_CONSULT: Readonly<Record<ConsultEnd, readonly [AgentState, reason?: string]>> = {
  declined: ['busy', 'missed-offer'],
  'no-answer': ['busy', 'missed-offer'],
  vanished: ['off', 'vanished'],
  'not-connected': ['busy', 'line-lost'],
  left: ['ready'],
  'taken-back': ['ready'],
  'agent-lost': ['ready'],
};

/** What a new fact means for the operators it names. */
function movesBy(fact: Fact, before: CallRecord | null): AgentMove[] {
  if (fact.kind !== 'handed-over') return [moveOf(fact, before) ?? []].flat();
  const { agent, to, why } = fact;
  return [within(to, 'talking'), why === 'completed' ? within(agent, 'wrap-up') : after(agent, 'busy', 'line-lost')];
}

function moveOf(fact: Fact, before: CallRecord | null): AgentMove | undefined {
  switch (fact.kind) {
    case 'offered':
      return within(fact.agent, 'offered');
    case 'consult-asked':
      return within(fact.to, 'offered');
    case 'consult-accepted':
      return within(fact.agent, 'talking');
    case 'consult-ended':
      return after(fact.agent, ...AFTER_CONSULT[fact.why]);
    case 'accepted':
    case 'placed':
    case 'resume':
      return within(fact.agent, 'talking');
    case 'hold':
      return within(fact.agent, 'held');
    case 'missed':
      return fact.why === 'vanished' ? after(fact.agent, 'off', 'vanished') : after(fact.agent, 'busy', 'missed-offer');
    case 'requeued':
      if (!before?.agent) return undefined;
      if (fact.why === 'transfer') return after(before.agent, 'ready');
      return after(before.agent, 'busy', fact.why === 'agent-lost' ? 'line-lost' : 'missed-offer');
    case 'wrapped-up':
      return after(fact.agent, 'ready');
    default:
      return undefined;
  }
}

/** How operators move with a call: by its new facts, and when it ends by how it ended. */
export function movesOf(fresh: readonly Fact[], before: CallRecord | null, now: CallRecord): AgentMove[] {
  const moves = fresh.flatMap((fact) => movesBy(fact, before));
  if (now.endedAt === null || before?.endedAt != null) return moves;
  if (before?.consult) moves.push(after(before.consult.to, 'ready'));
  const rangAt = before?.offer?.agent;
  if (rangAt) moves.push(after(rangAt, 'ready'));
  else if (now.agent && before && ['talking', 'held'].includes(before.status)) {
    moves.push(now.answeredAt === null ? after(now.agent, 'ready') : within(now.agent, 'wrap-up'));
  }
  return moves;
}
