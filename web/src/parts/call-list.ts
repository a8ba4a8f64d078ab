import type { Ref } from 'vue';
import type { LocationQuery } from 'vue-router';
import { api } from '../api/client.js';
import type { CallPage } from '../api/types.js';
import { onCalls, WITHIN_CALL } from '../live.js';
import { useLivePage } from './live-page.js';

export const PAGE_SIZE = 30;
const SETTLE_MS = 800;
/** What the address may say; `figure` and `part` come with the link from a figure to the calls behind it. */
const KEPT = ['direction', 'outcome', 'status', 'skill', 'agent', 'caseNumber', 'from', 'to', 'hour', 'figure', 'part', 'page'] as const;
export type CallQuery = Partial<Record<(typeof KEPT)[number], string>>;

export const callQuery = (query: LocationQuery): CallQuery =>
  Object.fromEntries(KEPT.flatMap((key) => (typeof query[key] === 'string' && query[key] ? [[key, query[key]]] : [])));

/** A page of calls that follows the desk. */
export const useCalls = (query: Ref<CallQuery>) =>
  useLivePage<CallPage>({
    ask: (signal) => api.get<CallPage>('/calls', { ...query.value, pageSize: PAGE_SIZE }, signal),
    query,
    hear: (nudge) => onCalls((frame) => (frame === null || !WITHIN_CALL.includes(frame.type)) && nudge()),
    settleMs: SETTLE_MS,
  });
