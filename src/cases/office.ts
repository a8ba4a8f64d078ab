import type { Body } from '../domain/case-life.js';
import type { CaseState } from '../domain/case-state.js';
import type { Action } from '../domain/case-steps.js';
import type { Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Tx } from '../platform/db.js';
import type { DoneStep } from './beside.js';

/** What the soft-environment office keeps of its steps beside a case. Extended by supervision; also the token to ask for it. */
export abstract class Office {
  /** What a step makes gets its number before the rule is asked; nothing for all other actions. */
  abstract named(tx: Tx, action: Action, current: CaseState, at: Instant): Promise<Body>;

  /** Writes the order, the card, the letter, the urging in writing. Returns what is told besides the events of the case. */
  abstract write(tx: Tx, action: Action, done: DoneStep): Promise<ToldEvent[]>;
}
