import { BEHAVIOUR_STATES, MEASURE_KINDS, type BehaviourState, type MeasureKind } from '../domain/behaviours.js';
import { Choice, Code, Codes, DayOrInstant, MaybeShown, Shaped, Shown, Text, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

export class BehaviourListQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words of name, article or range' }) q?: string;
  @Code(16, { optional: true, description: 'A category or a whole group' }) categoryCode?: string;
  @Choice(MEASURE_KINDS, { optional: true }) measureKind?: MeasureKind;
  @Choice(['in-force', 'waiting', 'ended'], { optional: true }) standing?: 'in-force' | 'waiting' | 'ended';
  @DayOrInstant({ optional: true, description: 'As the catalogue stood on this day' }) on?: string;
}

/** What a version says. */
export class BehaviourInput {
  @Text(128) name!: string;
  @Text(200) nameEn!: string;
  @Codes(20, { description: 'Categories of complaints it shows in' }) categories!: string[];
  @Codes(12, { description: 'Codes of `GET /measures`' }) measures!: string[];
  @Text(200, { optional: true, description: 'Article of law or party rules' }) article?: string;
  @Text(500, { optional: true, description: 'Range of the penalty' }) range?: string;
  @Shaped(DAY, 10) validFrom!: string;
  @Shaped(DAY, 10, { optional: true }) validTo?: string;
}
export class NewBehaviourInput extends BehaviourInput {
  @Code(16) code!: string;
}
export class BehaviourDecisionInput {
  @Text(1000, { optional: true, description: 'Needed to refuse' }) reason?: string;
}

export class BehaviourMeasureView {
  @Shown() code!: string;
  @Shown({ enum: MEASURE_KINDS }) kind!: MeasureKind;
  @Shown() name!: string;
  @Shown() nameEn!: string;
}

export class BehaviourView {
  @Shown() code!: string;
  @Shown() version!: number;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ type: String, isArray: true }) categories!: string[];
  @Shown({ type: BehaviourMeasureView, isArray: true }) measures!: BehaviourMeasureView[];
  @MaybeShown() article?: string;
  @MaybeShown() range?: string;
  @Shown({ enum: BEHAVIOUR_STATES }) state!: BehaviourState;
  @Shown() validFrom!: string;
  @MaybeShown() validTo?: string;
  @Shown() proposedBy!: string;
  @Shown({ format: 'date-time' }) proposedAt!: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @MaybeShown({ description: 'Why it was refused' }) reason?: string;
  @Shown({ type: String, isArray: true, description: 'Open to this reader now' }) actions!: string[];
}

/** An entry: the version that speaks for it, and the draft that waits. */
export class BehaviourEntry extends BehaviourView {
  @Shown({ description: 'Valid on the day asked for' }) inForce!: boolean;
  @Shown({ description: 'How many versions it has had' }) versions!: number;
  @MaybeShown({ type: BehaviourView }) draft?: BehaviourView;
}
export class BehaviourPage implements Page<BehaviourEntry> {
  @Shown({ type: BehaviourEntry, isArray: true }) items!: BehaviourEntry[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class BehaviourHistory {
  @Shown() code!: string;
  @Shown({ type: BehaviourView, isArray: true, description: 'The newest first' }) versions!: BehaviourView[];
}
