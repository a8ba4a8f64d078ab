import { DomainError } from './errors.js';
import type { Instant } from './time.js';

export const AGENT_STATES = ['off', 'ready', 'busy', 'offered', 'talking', 'held', 'wrap-up'] as const;
export type AgentState = (typeof AGENT_STATES)[number];
export const OWN_STATES = ['off', 'ready', 'busy'] as const;
export const BUSY_REASONS = ['break', 'meal', 'training', 'meeting', 'paperwork', 'missed-offer'] as const;
export type BusyReason = (typeof BUSY_REASONS)[number];

/** From which states a person may choose another for himself; all other changes come with calls and timers. Source: domain text, section 10. */
const CHOOSES_FROM: readonly AgentState[] = ['off', 'ready', 'busy', 'wrap-up'];

/** Throws `agent.in-call` (409) when the state cannot be chosen now. */
export function checkOwnState(from: AgentState): void {
  if (!CHOOSES_FROM.includes(from)) throw new DomainError('agent.in-call', 409, { state: from });
}

/** What the desk knows of an operator. `since`: in this state since; `idleSince`: free of calls since; `seenAt`: last sign of his page. */
export interface Agent {
  username: string;
  state: AgentState;
  reason: string | null;
  since: Instant;
  idleSince: Instant;
  seenAt: Instant;
  callId: string | null;
  skills: readonly string[];
  /** End of wrap-up; a timer of the server's. */
  wrapUpUntil: Instant | null;
}

/** Why an operator's state changes by itself at `now`; undefined when it does not. A page that is gone never leaves a ready operator. */
export function dueChange(agent: Agent, now: Instant, lostAfterMs: number): 'vanished' | 'wrapped-up' | undefined {
  if (agent.state !== 'off' && agent.seenAt + lostAfterMs < now && agent.state !== 'talking' && agent.state !== 'held') return 'vanished';
  if (agent.state === 'wrap-up' && agent.wrapUpUntil !== null && agent.wrapUpUntil <= now) return 'wrapped-up';
  return undefined;
}

/** Colleagues in the order one would ask them: free ones first and idle longest, then those who soon will be, then the rest. */
const ASKED_IN: readonly AgentState[] = ['ready', 'wrap-up', 'talking', 'held', 'offered', 'busy', 'off'];
export const byReadiness = (agents: readonly Agent[]): Agent[] =>
  [...agents].sort(
    (a, b) => ASKED_IN.indexOf(a.state) - ASKED_IN.indexOf(b.state) || a.idleSince - b.idleSince || (a.username < b.username ? -1 : 1),
  );
