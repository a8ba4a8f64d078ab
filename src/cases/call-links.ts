import type { Actor } from '../domain/case-state.js';
import type { Tx } from '../platform/db.js';

/** Ties a case that is being registered to the call it was taken in. Extended by the telephone; also the token to ask for it. */
export abstract class CallLinks {
  /** Throws `input.invalid` (422) when the call is not one of this person's. */
  abstract link(tx: Tx, callId: string, caseNumber: string, by: Actor): Promise<void>;
}
