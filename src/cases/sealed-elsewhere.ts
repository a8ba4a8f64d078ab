import type { Tx } from '../platform/db.js';

/** What other parts keep of a case that is being sealed: addresses of messages to its complainant. Extended by the messages; also the token to ask for it. */
export abstract class SealedElsewhere {
  /** Forgets or closes it, in the transaction that seals the case. */
  abstract seal(tx: Tx, caseNumber: string): Promise<void>;
}
