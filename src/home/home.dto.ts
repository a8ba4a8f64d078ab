import { TaskView } from '../calls/call.views.js';
import { CaseRow } from '../cases/case.views.js';
import { LIGHTS } from '../domain/vocabulary.js';
import { Flag, MaybeShown, Shown } from '../platform/http/fields.js';
import { FigureView } from '../statistics/statistics.dto.js';
import { BLOCKS, PARTS, SOURCES } from './blocks.js';

const instant = { format: 'date-time' } as const;

/** One line of a block that tells of something else than cases and tasks. */
export class HomeLine {
  @Shown({ description: 'Number or key of the thing' }) id!: string;
  @MaybeShown({ description: 'Its own words' }) title?: string;
  @MaybeShown({ description: 'A word of the trade: kind, colour, state, habit' }) kind?: string;
  @MaybeShown() caseNumber?: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown({ enum: LIGHTS }) light?: string;
  @MaybeShown(instant) dueAt?: string;
  @MaybeShown(instant) at?: string;
  @MaybeShown() count?: number;
  @MaybeShown({ description: 'Came since the reader last looked' }) fresh?: boolean;
}

/** The beginning of a list, and where the whole of it stands. */
export class HomeBlock {
  @Shown({ enum: Object.keys(BLOCKS) }) name!: string;
  @Shown({ enum: PARTS }) part!: string;
  @Shown({ enum: SOURCES }) source!: string;
  @Shown({ description: 'All there are' }) total!: number;
  @MaybeShown({ description: 'Cases to which others have done something since the reader last looked; counted up to 100' }) fresh?: number;
  @MaybeShown({ type: String, isArray: true, description: 'Those of them that are shown' }) news?: string[];
  @Shown({ description: 'Page of the console with the whole list' }) place!: string;
  @Shown({ type: Object, additionalProperties: { type: 'string' }, description: 'Filters of that page' }) filters!: Record<string, string>;
  @MaybeShown({ type: CaseRow, isArray: true }) cases?: CaseRow[];
  @MaybeShown({ type: TaskView, isArray: true }) tasks?: TaskView[];
  @MaybeShown({ type: HomeLine, isArray: true }) lines?: HomeLine[];
  @MaybeShown({ type: FigureView, isArray: true }) figures?: FigureView[];
}

/** The first page of its reader. */
export class HomeView {
  @Shown({ ...instant, description: 'What came later is news' }) since!: string;
  @Shown({ description: 'From this confidence on a suggestion may be dispatched by one key; 0 to 1' }) dispatchFrom!: number;
  @Shown({ type: HomeBlock, isArray: true }) blocks!: HomeBlock[];
}

export class LookInput {
  @Flag({ optional: true, description: 'Everything so far counts as seen' }) all?: boolean;
}
export class LookView {
  @Shown(instant) since!: string;
}
