import type { Reference } from '../departments/reference.js';
import type { Life } from './life.js';
import type { Staff } from './people.js';
import type { Wording } from './scenarios.js';

/** What every walk of the demo city may look at. */
export interface Story {
  staff: Staff;
  wording: Wording;
  reference: Reference;
  articles: readonly { id: string; title: string }[];
  /** All cases by the index of their arrival. */
  lives: readonly Life[];
}
