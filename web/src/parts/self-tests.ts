import type { SelfTest } from '../api/types.js';
import { w, wordOf } from '../words/index.js';

export type Step = SelfTest['steps'][number];

/** What was found in a step: why it failed, from where on, or how much was looked at. */
export function foundText({ name, reason, count, firstBroken }: Step): string {
  const x = w.value.machine.tests;
  const status = /^status-(\d+)$/.exec(reason ?? '')?.[1];
  const counted = count === undefined ? undefined : x.counts[name]?.(count);
  return [
    status ? x.status(status) : reason && wordOf(x.reasons, reason),
    firstBroken === undefined ? '' : x.brokenAt(firstBroken),
    counted,
  ]
    .filter(Boolean)
    .join(w.value.frame.comma);
}

/** Colour of an outcome's mark. */
export const toneOf = (outcome: string): string => (outcome === 'passed' ? 'good' : outcome === 'failed' ? 'bad-tag' : '');
/** Who began it: an account, or the schedule. */
export const begunBy = ({ startedBy }: SelfTest): string => (startedBy === 'system' ? w.value.machine.tests.bySchedule : startedBy);
