import type { Actor, NewEvent } from './case-state.js';
import { type InvestigationClock, startClock } from './investigation-clock.js';
import type { InvestigationState } from './investigation-state.js';
import type { InvestigationSource } from './investigation-words.js';

/** What is known when a clue comes in. */
export interface ClueOpening {
  investigationNumber: string;
  source: InvestigationSource;
  title: string;
  text: string;
  categoryCode: string | null;
  departments: readonly string[];
  caseNumbers: readonly string[];
  reporters: readonly string[];
}

/**
 * A clue received: the opinion how to handle it is due within its limit, reporters who gave a name are told of acceptance within theirs.
 * Whoever opens it is its first reader. Source: domain text, section 8; 监督执纪工作规则.
 */
export function openedInvestigation(
  from: ClueOpening,
  by: Actor,
  clock: InvestigationClock,
): { next: InvestigationState; events: NewEvent[] } {
  const start: InvestigationState = {
    ...from,
    version: 1,
    status: 'received',
    ruleVersion: clock.settings.version,
    receivedAt: clock.now,
    updatedAt: clock.now,
    concludedAt: null,
    conclusion: null,
    waitsFor: null,
    proposal: null,
    clarification: null,
    told: [],
    readers: by.roles.includes('inspector') ? [by.username] : [],
    persons: [],
    measures: [],
    limits: [],
  };
  const due = startClock(start, 'disposal', clock);
  const next = from.reporters.length > 0 ? startClock(due, 'acceptance-notice', clock) : due;
  const { investigationNumber, source } = from;
  return { next, events: [{ type: 'investigation.opened', facts: { investigationNumber, source } }] };
}

/** `X` for 线索, the year, and the running number in it: `X20260012`. */
export const investigationNumberOf = (year: string, n: number): string => `X${year}${String(n).padStart(4, '0')}`;
export const INVESTIGATION_NUMBER = /^X\d{8}$/;
