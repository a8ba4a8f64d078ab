import type { CallRecord } from './call-life.js';

const CALL_TASKS = ['missed-call', 'voicemail', 'call-back'] as const;
export type TaskKind = (typeof CALL_TASKS)[number];
/** What calls leave to be done, and the letters that leaders owe. */
export const TASK_KINDS = [...CALL_TASKS, 'explanation'] as const;

/** The task a call leaves behind, if any: nobody who rang is forgotten. Source: domain text, section 10. */
export function taskOf(call: CallRecord): TaskKind | null {
  if (call.direction === 'outbound' || call.outcome === null) return null;
  if (call.outcome === 'voicemail') return 'voicemail';
  return call.outcome === 'talked' && !call.cutOff ? null : 'missed-call';
}
