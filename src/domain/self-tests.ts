import type { HealthLight } from './machine-health.js';
import { addDays, dayOf, type Instant, instantOf, MINUTE } from './time.js';

/** What the system tests of itself: the public form, the telephone line, the chain of the event log. Source: domain text, section 12. */
export const SELF_TESTS = ['form', 'telephone', 'log'] as const;
export type SelfTestKind = (typeof SELF_TESTS)[number];
/** `running` has no end yet. A test passes when no step failed; a step that cannot be tested here neither passes nor fails. */
export const SELF_TEST_OUTCOMES = ['running', 'passed', 'failed'] as const;
export type SelfTestOutcome = (typeof SELF_TEST_OUTCOMES)[number];
export const STEP_OUTCOMES = ['passed', 'failed', 'not-tested'] as const;

/** One step: what came of it, how many milliseconds it took, and why it failed or was not tested. */
export interface SelfTestStep {
  name: string;
  outcome: (typeof STEP_OUTCOMES)[number];
  ms?: number;
  /** A short code, `timeout` or `status-502`; never what an answer said. */
  reason?: string;
  /** How many were looked at: files, categories, events. */
  count?: number;
  /** The first number of the log that does not hold. */
  firstBroken?: number;
}

/** When a test runs by itself (wall clock of the city, `HH:MM`), how long an answer may take, and when its light is red. */
export interface SelfTestRule {
  times: readonly string[];
  answerSeconds: number;
  redAfterFailures: number;
}

export const outcomeOf = (steps: readonly SelfTestStep[]): SelfTestOutcome =>
  steps.some(({ outcome }) => outcome === 'failed') || steps.every(({ outcome }) => outcome !== 'passed') ? 'failed' : 'passed';

/**
 * The time that is due at `now`: the newest of the day's times that has come, unless it is older than `lateMinutes`. After a stop one missed
 * time is made up for while it is that young; older ones are left to the next.
 */
export function dueTime(times: readonly string[], now: Instant, lateMinutes: number): Instant | undefined {
  const today = dayOf(now);
  const instants = [addDays(today, -1), today].flatMap((day) => times.map((time) => instantOf(day, minutesOf(time))));
  const newest = Math.max(...instants.filter((at) => at <= now));
  return newest >= now - lateMinutes * MINUTE ? newest : undefined;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The light of a kind by its last outcomes, the newest first: green after a success or without any, red after so many failures in a row. */
export function selfTestLight(outcomes: readonly SelfTestOutcome[], redAfterFailures: number): HealthLight {
  const ended = outcomes.filter((one) => one !== 'running');
  const success = ended.indexOf('passed');
  const failures = success < 0 ? ended.length : success;
  return failures === 0 ? 'green' : failures >= redAfterFailures ? 'red' : 'amber';
}
