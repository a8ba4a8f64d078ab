import type { Actor } from '../domain/case-state.js';
import type { Tx } from '../platform/db.js';

/** Ties a case that is being registered to the call it was taken in. Extended by the telephone; also the token to ask for it. */
export abstract class CallLinks {
  /** The number at the other end of one's own call; undefined when it was withheld or the call is not this person's. */
  abstract numberOf(tx: Tx, callId: string, by: Actor): Promise<string | undefined>;

  /** Throws `input.invalid` (422) when the call is not one of this person's. */
  abstract link(tx: Tx, callId: string, caseNumber: string, by: Actor): Promise<void>;
}
