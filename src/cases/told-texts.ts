import type { Action } from '../domain/case-steps.js';

/** What the hotline and the office write in a step and departments read: the field of the body it stands in. Source: domain text 6.1. */
export const READ_BY_DEPARTMENTS: Partial<Record<Action, string>> = {
  dispatch: 'summary',
  'grant-return': 'reason',
  'refuse-return': 'reason',
  'grant-extension': 'reason',
  'refuse-extension': 'reason',
  'grant-exclusion': 'reason',
  'refuse-exclusion': 'reason',
  'add-assignment': 'reason',
  'recall-assignment': 'reason',
  'send-back': 'reason',
  're-handle': 'reason',
  suspend: 'evidence',
  urge: 'text',
  supervise: 'task',
  card: 'ground',
  explain: 'text',
};
