import type { CallRecord } from './call-life.js';
import type { Actor } from './case-state.js';

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

export const TASK_ACTIONS = ['claim', 'done', 'release'] as const;
export type TaskAction = (typeof TASK_ACTIONS)[number];

interface Taken {
  state: 'open' | 'claimed' | 'done';
  claimedBy: string | null;
}

/**
 * What somebody may do with a task now. A claimed one is in one pair of hands; they put it back at the end of a shift, and a
 * supervisor does for those who went without. Source: domain text, section 10.
 */
export function openTaskActions({ state, claimedBy }: Taken, { username, roles }: Pick<Actor, 'username' | 'roles'>): TaskAction[] {
  if (state === 'done') return [];
  if (claimedBy === null) return ['claim', 'done'];
  if (claimedBy === username) return ['done', 'release'];
  return roles.includes('supervisor') ? ['release'] : [];
}
