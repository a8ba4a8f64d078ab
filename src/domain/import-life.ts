import { DomainError } from './errors.js';

/** A file that is taken over: uploaded, looked through without writing, then run; it may be stopped and go on where it was. */
export const IMPORT_STATES = ['uploaded', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];
export const IMPORT_ACTIONS = ['check', 'run', 'cancel'] as const;
export type ImportAction = (typeof IMPORT_ACTIONS)[number];

/** What the rules know of an import. */
export interface ImportStanding {
  state: ImportState;
  version: number;
  /** Lines that would come in or are here already, as the last look through found. */
  good: number;
  /** Whether the run has begun: a stopped one goes on, and its mapping stands. */
  hasBegun: boolean;
  hasFile: boolean;
}

/** What may be done with it now; the mapping may be changed whenever it may be checked. */
export function openImportActions({ state, good, hasBegun, hasFile }: ImportStanding): ImportAction[] {
  if (state === 'checking' || state === 'running') return ['cancel'];
  if (!hasFile || state === 'done') return [];
  if (hasBegun) return ['run'];
  return [...(state === 'checked' && good > 0 ? ['run' as const] : []), 'check'];
}

/** Throws `import.stale`, `import.action-not-open` (409). */
export function admitImportAction(one: ImportStanding, action: ImportAction, version: number): void {
  if (version !== one.version) throw new DomainError('import.stale', 409, { version: one.version });
  if (!openImportActions(one).includes(action)) throw new DomainError('import.action-not-open', 409, { action, state: one.state });
}

/** How long a process holds an import without a word; it says one with every batch. */
export const IMPORT_LEASE = 60_000;
/** Attempts without a single batch done, after which it is given up. */
export const MOST_BARREN = 3;
