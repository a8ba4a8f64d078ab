import type { TellingStage } from '../domain/investigation-words.js';
import type { Instant } from '../domain/time.js';

/** How far the commission has come with a sealed case, as its reporter may know it. Extended by investigations; also the token to ask for it. */
export abstract class SealedProgress {
  /** What the reporter was told, in order. */
  abstract of(caseNumber: string): Promise<{ stage: TellingStage; at: Instant }[]>;
}
