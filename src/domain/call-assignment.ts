import type { Agent } from './agent-life.js';
import type { Skill } from './call-facts.js';
import type { Instant } from './time.js';

/** A call that waits for an operator. */
export interface Waiting {
  callId: string;
  skill: Skill;
  queuedAt: Instant;
  /** Went on before and lost its operator, or is handed over: before all others. */
  first: boolean;
  /** Whom it is meant for: the target of a transfer, or the operator of the caller's open case. */
  wanted?: string | undefined;
  /** Only for `wanted`, as a transfer to a person is. */
  only?: boolean | undefined;
  /** Who let it ring already. */
  missedBy: readonly string[];
}
export interface Assignment {
  callId: string;
  agent: string;
}

/** How long a call waits before operators without its skill get it, and how many seconds of waiting its own desk's urgency is worth. */
export interface AssignmentPolicy {
  now: Instant;
  anySkillAfterMs: number;
  /** Head start of a skill in the order of waiting, in milliseconds. */
  headStart: Partial<Record<Skill, number>>;
}

/**
 * Which call rings at which operator: who waits longest first (a skill's head start added), to the operator it is meant for, else to
 * the one idle longest among those with the skill, after a while among all; whoever let it ring comes last. Source: domain text, section 10.
 */
export function assign(waiting: readonly Waiting[], agents: readonly Agent[], policy: AssignmentPolicy): Assignment[] {
  const free = agents
    .filter(({ state }) => state === 'ready')
    .sort((a, b) => a.idleSince - b.idleSince || (a.username < b.username ? -1 : 1));
  const taken = new Set<string>();
  const rank = ({ queuedAt, skill }: Waiting) => queuedAt - (policy.headStart[skill] ?? 0);
  const line = [...waiting].sort((a, b) => Number(b.first) - Number(a.first) || rank(a) - rank(b) || (a.callId < b.callId ? -1 : 1));
  return line.flatMap((call): Assignment[] => {
    const agent = chosen(
      call,
      free.filter(({ username }) => !taken.has(username)),
      policy,
    );
    if (!agent) return [];
    taken.add(agent.username);
    return [{ callId: call.callId, agent: agent.username }];
  });
}

function chosen(call: Waiting, free: readonly Agent[], policy: AssignmentPolicy): Agent | undefined {
  const wanted = free.find(({ username }) => username === call.wanted);
  if (wanted || call.only) return wanted;
  const open = policy.now - call.queuedAt >= policy.anySkillAfterMs;
  const able = free.filter(({ skills }) => (open ? skills.length > 0 : skills.includes(call.skill)));
  return able.find(({ username }) => !call.missedBy.includes(username)) ?? able[0];
}
