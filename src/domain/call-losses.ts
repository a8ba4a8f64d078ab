import { type Fact, factsOf, labelOf } from './call-facts.js';
import type { CallRecord } from './call-life.js';
import type { Instant } from './time.js';

/** Two clocks of the carrier may be so far apart. */
export const CLOCKS_MS = 1000;

/**
 * Whose line is gone by what was told, while the call goes on: the operator's who has it and did not hang up, or the colleague's whom he
 * consults. A line that ended before its operator took part was another.
 */
export function lossOf(record: CallRecord, facts: readonly Fact[], told: readonly Fact[]): 'holder' | 'consulted' | undefined {
  if (record.endedAt !== null || (record.status !== 'talking' && record.status !== 'held')) return undefined;
  const { agent, consult } = record;
  const isGone = (username: string, since: Instant): boolean => {
    const label = labelOf('agent', username);
    const left = factsOf(told, 'left', 'leg-ended').some((fact) => fact.label === label && fact.at >= since - CLOCKS_MS);
    return left && !record.legs.some((leg) => leg.label === label && leg.to === null);
  };
  if (agent && isGone(agent, takenAt(facts, agent)) && factsOf(facts, 'hung-up').length === 0) return 'holder';
  return consult?.acceptedAt != null && isGone(consult.to, consult.acceptedAt) ? 'consulted' : undefined;
}

/** Since when an operator's line belongs to the call. */
function takenAt(facts: readonly Fact[], username: string): Instant {
  return factsOf(facts, 'accepted', 'consult-accepted').findLast(({ agent }) => agent === username)?.at ?? 0;
}
