import { type CardSettings, type Ground, GROUNDS } from './card-rules.js';
import type { OfficeSettings } from './office-settings.js';
import { fault, type RuleFault } from './rule-faults.js';
import { placeholderFaults } from './text-checks.js';

/** What is wrong with the rules of cards and of the office's papers: a text nobody can fill in would stop whatever is to be written. */

/** What each ground of a card may name. */
const GROUND_FACTS: Record<Ground, readonly string[]> = {
  'overdue-yellow': ['limit', 'dueAt', 'days'],
  'overdue-red': ['limit', 'dueAt', 'days'],
  're-handled': ['times'],
  'false-closing': [],
  'untrue-proven': [],
};
const URGING_FACTS = ['caseNumber', 'limit', 'dueAt'];
/** More working days than this may lie beyond the calendar that is published. */
const MOST_WORKING_DAYS = 40;

const tooLong = (days: Readonly<Record<string, number>>): RuleFault[] =>
  Object.entries(days)
    .filter(([, amount]) => amount > MOST_WORKING_DAYS)
    .map(([path]) => fault(path, 'too-many-days', { most: MOST_WORKING_DAYS }));

/** Source: domain text, section 4. */
export const cardFaults = ({ grounds, overdue, appeal }: CardSettings): RuleFault[] => [
  ...GROUNDS.flatMap((ground) => placeholderFaults(`grounds.${ground}`, grounds[ground], GROUND_FACTS[ground])),
  ...tooLong({
    'overdue.yellowAfterWorkingDays': overdue.yellowAfterWorkingDays,
    'overdue.redAfterWorkingDays': overdue.redAfterWorkingDays,
    'appeal.workingDays': appeal.workingDays,
  }),
];

/** Source: domain text, sections 7 and 12. */
export const officeFaults = ({ urging, explanation, lights, concerns }: OfficeSettings): RuleFault[] => [
  ...placeholderFaults('urging.text', urging.text, URGING_FACTS),
  ...tooLong({
    'urging.workingDays': urging.workingDays,
    'explanation.workingDays': explanation.workingDays,
    'lights.amberWorkingDays': lights.amberWorkingDays,
    'lights.redWorkingDays': lights.redWorkingDays,
    'concerns.overdueWorkingDays': concerns.overdueWorkingDays,
  }),
];
