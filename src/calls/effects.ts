import type { Fact, OwnFact } from '../domain/call-facts.js';
import type { Instant } from '../domain/time.js';
import type { CallState } from './call.store.js';
import type { Command } from './telephony.js';

/** What is done to a call: what that adds to what is known, and what the carrier is asked for. */
export interface Effect {
  facts: readonly Fact[];
  command?: Command;
  /** What the carrier is asked for after that, once all is written. */
  then?: readonly Command[];
  /** Whom it rings at: somebody who has to be free. */
  rings?: string;
  note?: string;
}
type Plain<F> = F extends unknown ? Omit<F, 'key' | 'at'> : never;

/** Facts of our own with keys of their own: the how-manieth of ours each is. */
export function own(current: Pick<CallState, 'facts'>, at: Instant, ...plain: Plain<OwnFact>[]): OwnFact[] {
  const ours = current.facts.filter(({ key }) => key.startsWith('own:')).length;
  return plain.map((fact, index) => ({ ...fact, key: `own:${String(ours + index).padStart(4, '0')}:${fact.kind}`, at }));
}
