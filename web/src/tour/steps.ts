import type { Place } from '../console/navigation.js';
import type { Role } from '../api/types.js';

/** What a step is about; `main` is the page of the rail that this role works on. */
export type StepName = 'waiting' | 'search' | 'main' | 'duty' | 'keys' | 'person';

/** A higher number shows the tour once more to everybody who has seen an earlier one. */
export const VERSION = 1;

/** Each role's tour: its steps in order, and its own page of the rail. */
export const TOURS: Record<Role, { main: Place; steps: readonly StepName[] }> = {
  operator: { main: 'register', steps: ['waiting', 'duty', 'main', 'search', 'keys', 'person'] },
  dispatcher: { main: 'cases', steps: ['waiting', 'main', 'search', 'keys', 'person'] },
  reviewer: { main: 'cases', steps: ['waiting', 'main', 'duty', 'search', 'keys', 'person'] },
  handler: { main: 'cases', steps: ['waiting', 'main', 'search', 'keys', 'person'] },
  leader: { main: 'cases', steps: ['waiting', 'main', 'search', 'keys', 'person'] },
  supervisor: { main: 'supervision', steps: ['waiting', 'main', 'search', 'keys', 'person'] },
  inspector: { main: 'investigations', steps: ['waiting', 'main', 'search', 'keys', 'person'] },
  commissioner: { main: 'overview', steps: ['waiting', 'main', 'search', 'keys', 'person'] },
  administrator: { main: 'accounts', steps: ['waiting', 'main', 'keys', 'person'] },
  auditor: { main: 'audit', steps: ['waiting', 'main', 'keys', 'person'] },
};

/** Where a step points, by `data-tour`: the first that is on the screen. On a phone the rail lies behind the menu button. */
export const targetsOf = (step: StepName, main: Place): string[] => (step === 'main' ? [`place-${main}`, 'menu'] : [step]);
