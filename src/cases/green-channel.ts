import type { Actor } from '../domain/case-state.js';
import type { Instant } from '../domain/time.js';
import type { Tx } from '../platform/db.js';

/** What is known of a matter that may be about a listed project. */
export interface ProjectQuestion {
  text: string;
  uscc?: string | undefined;
  /** Chosen by who registers the case. */
  chosen?: string | undefined;
  at: Instant;
}

/** Ties cases to the list of projects. Extended by the list; also the token to ask for it. */
export abstract class GreenChannel {
  /** Code and reason of the project a matter is about, if any; throws `input.invalid` (422) for one that was chosen and is not listed. */
  abstract projectOf(question: ProjectQuestion): Promise<{ code: string; why: string } | undefined>;

  /** Notes that a case is about a project, in the transaction that flags it; throws `input.invalid` (422) for an unknown one. */
  abstract link(tx: Tx, caseNumber: string, project: { code: string; why: string }, by: Actor, at: Instant): Promise<void>;
}
