import type { Fact } from '../domain/call-facts.js';
import type { CallRecord } from '../domain/call-life.js';
import type { TaskKind } from '../domain/call-tasks.js';
import type { Instant } from '../domain/time.js';
import { type CityCalendar, dueAt } from '../domain/work-calendar.js';
import type { TelephoneSettings } from './settings.js';

/** What follows from a call's facts, as columns of `calls` for lists and figures. */
export function callColumns(record: CallRecord, facts: readonly Fact[]) {
  const { direction, status, outcome, skill, startedAt, queuedAt, answeredAt, endedAt, agent, wrapUp } = record;
  const { waitedSeconds, talkSeconds, heldSeconds, wrapUpSeconds } = record;
  const figures = { waitedSeconds, talkSeconds, heldSeconds, wrapUpSeconds };
  const times = { startedAt, queuedAt, answeredAt, endedAt };
  return { direction, status, outcome, skill, agent, wrapUp, ...times, ...figures, facts: JSON.stringify(facts) };
}

/** The name of the task of that kind that a call leaves: one a kind at most. */
export const taskId = (callId: string, kind: TaskKind): string => `${callId}:${kind}`;

/** A task as a call leaves it behind at its end, with its limit by the city's calendar. */
export function taskRow(callId: string, kind: TaskKind, endedAt: Instant, { tasks }: TelephoneSettings, calendar: CityCalendar) {
  const limit = tasks[kind === 'voicemail' ? 'voicemail' : 'missed-call'];
  const due = dueAt(calendar, { ...limit, startedAt: endedAt }).dueAt;
  const nobody: { claimedBy: string | null; doneAt: Instant | null; result: string | null } = {
    claimedBy: null,
    doneAt: null,
    result: null,
  };
  return {
    id: taskId(callId, kind),
    kind,
    callId,
    state: 'open' as 'open' | 'claimed' | 'done',
    createdAt: endedAt,
    dueAt: due,
    ...nobody,
  };
}
export type TaskRow = ReturnType<typeof taskRow>;
