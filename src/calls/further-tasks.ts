import type { Actor } from '../domain/case-state.js';
import type { TaskListQuery } from './call.dto.js';
import type { TaskPage } from './call.views.js';

/** Tasks that no call has left: explanation letters. Extended by supervision; also the token to ask for it. */
export abstract class FurtherTasks {
  /** One page of those this reader has to see to or follow. */
  abstract list(query: TaskListQuery, by: Actor): Promise<TaskPage>;
}
