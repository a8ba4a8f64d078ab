import { nextLevelAt } from './case-clock.js';
import type { CaseState, LimitState, NewEvent } from './case-state.js';
import type { Instant } from './time.js';

/** What is told when a clock reaches level 1, 2 and 3. */
const LEVEL_EVENTS = ['limit.amber', 'limit.overdue', 'limit.red'] as const;

interface Firing {
  at: Instant;
  event: NewEvent;
}

function firings(one: CaseState, limit: LimitState, now: Instant): { limit: LimitState; fired: Firing[] } {
  const departmentCode = one.assignments.find(({ id }) => id === limit.assignmentId)?.departmentCode;
  const facts = { limit: limit.name, ...(departmentCode ? { departmentCode } : {}), dueAt: limit.dueAt };
  const fired: Firing[] = [];
  let current = limit;
  while (current.state === 'running' && current.nextAt !== null && current.nextAt <= now) {
    const type = LEVEL_EVENTS[current.level];
    if (!type) return { limit: { ...current, nextAt: null }, fired };
    fired.push({ at: current.nextAt, event: { type, facts } });
    const level = current.level + 1;
    current = { ...current, level, nextAt: nextLevelAt({ ...current, level }) };
  }
  return { limit: current, fired };
}

/**
 * The lights that have come on by `now`: each level of each running clock is told once, the earliest first. Moves `level` and `nextAt`
 * alone; version and status stay, so that nobody's open page turns stale. Source: domain text, section 4.
 */
export function levelsDue(one: CaseState, now: Instant): { next: CaseState; events: NewEvent[] } {
  const swept = one.limits.map((limit) => firings(one, limit, now));
  if (swept.every(({ limit }, index) => limit === one.limits[index])) return { next: one, events: [] };
  const fired = swept.flatMap((each) => each.fired).sort((a, b) => a.at - b.at);
  return { next: { ...one, limits: swept.map(({ limit }) => limit) }, events: fired.map(({ event }) => event) };
}
