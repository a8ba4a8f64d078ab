import { type Fact, factsOf } from './call-facts.js';
import type { Actor } from './case-state.js';

/** The hall's supervisors see every call. Source: domain text, section 10. */
export const seesAllCalls = (by: Actor): boolean => by.roles.includes('supervisor');

/** Everybody else sees those that rang at them, that they had or were asked about; for others a call answers like one that does not exist. */
export function maySeeCall(facts: readonly Fact[], by: Actor): boolean {
  if (seesAllCalls(by) || factsOf(facts, 'offered', 'accepted', 'placed').some(({ agent }) => agent === by.username)) return true;
  return factsOf(facts, 'consult-asked').some(({ to }) => to === by.username);
}

/** Who hears the calls about a case he sees, besides those he had himself: desks that judge what was said. Source: domain text, section 10. */
export const hearsCallsOfCases = (by: Actor): boolean =>
  by.roles.some((role) => ['dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner'].includes(role));

/** Who takes what calls leave to be done, and so has to know of the call. */
export const doesTasks = (by: Actor): boolean => by.roles.some((role) => role === 'operator' || role === 'reviewer');
