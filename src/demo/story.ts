import type { Reference } from '../departments/reference.js';
import type { Instant } from '../domain/time.js';
import type { Life } from './life.js';
import type { Staff } from './people.js';
import type { Wording } from './scenarios.js';

/** What every walk of the demo city may look at. */
export interface Story {
  staff: Staff;
  wording: Wording;
  reference: Reference;
  /** What a question can be answered from; its version is the one in force then, 0 before there was one. */
  articles: readonly { id: string; title: string; versionAt: (at: Instant) => number }[];
  /** All cases by the index of their arrival. */
  lives: readonly Life[];
}
