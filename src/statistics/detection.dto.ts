import { Choice, MaybeShown, Shaped, Shown } from '../platform/http/fields.js';
import { FigureView, PeriodView } from './statistics.dto.js';

class Named {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
}

/** Least, middle and most of the amounts of some penalties, in yuan. */
export class SpreadView {
  @Shown() count!: number;
  @Shown() min!: number;
  @Shown() median!: number;
  @Shown() max!: number;
  @Shown({ description: 'The list of their cases' }) cases!: string;
}
export class DepartmentSpread extends Named {
  @Shown({ type: SpreadView }) spread!: SpreadView;
}
export class TierSpread extends Named {
  @Shown({ description: 'Yuan' }) from!: number;
  @Shown({ description: 'Yuan' }) to!: number;
  @MaybeShown({ type: SpreadView }) spread?: SpreadView;
  @Shown({ type: DepartmentSpread, isArray: true }) departments!: DepartmentSpread[];
}
export class UnlikePenalty {
  @Shown() caseNumber!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown() tier!: string;
  @Shown({ description: 'Yuan' }) amount!: number;
  @Shown({ description: 'Of all penalties of the tier, yuan' }) median!: number;
  @Shown({ enum: ['outside-law', 'outside-tier', 'far-above', 'far-below'] }) why!: string;
}
export class OffenceSpread extends Named {
  @Shown() law!: string;
  @Shown({ type: SpreadView }) spread!: SpreadView;
  @Shown({ type: TierSpread, isArray: true }) tiers!: TierSpread[];
  @Shown({ type: UnlikePenalty, isArray: true }) unlike!: UnlikePenalty[];
}
export class DiscretionView extends PeriodView {
  @Shown({ type: FigureView, isArray: true }) figures!: FigureView[];
  @Shown({ type: OffenceSpread, isArray: true, description: 'Offences that were punished, the most frequent first' })
  offences!: OffenceSpread[];
}

export const DETECTED = ['repeats', 'returns', 'dissatisfied', 'template', 'unlike', 'slower'] as const;
export type Detected = (typeof DETECTED)[number];

export class FindingItem {
  @MaybeShown() caseNumber?: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown() departmentName?: string;
  @Shown({ description: 'What was counted: times, cases, yuan or hours' }) number!: number;
  @Shown({ description: 'In words, Chinese' }) reason!: string;
  @Shown({ description: 'In words, English' }) reasonEn!: string;
  @Shown({ description: 'The list of its cases' }) cases!: string;
}
export class FindingGroup {
  @Shown({ enum: DETECTED }) kind!: Detected;
  @Shown({ description: 'The rule, Chinese' }) rule!: string;
  @Shown() ruleEn!: string;
  @Shown({ description: 'All there are; the items are the gravest twenty' }) total!: number;
  @Shown({ description: 'The list of all cases, where one filter has them' }) cases!: string;
  @Shown({ type: FindingItem, isArray: true }) items!: FindingItem[];
}
export class DetectionView extends PeriodView {
  @Shown({ type: FigureView, isArray: true, description: 'How much was found true, by departments and by the commission' })
  figures!: FigureView[];
  @Shown({ type: FindingGroup, isArray: true }) groups!: FindingGroup[];
}

export class TopicsQuery {
  @Shaped(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 10, {
    optional: true,
    description: 'Last day of the week; today unless told otherwise',
  })
  to?: string;
  @Choice(['json', 'xlsx', 'csv'], { optional: true }) format?: 'json' | 'xlsx' | 'csv';
}
export class TopicView extends Named {
  @Shown({ enum: ['word', 'category', 'department'] }) kind!: 'word' | 'category' | 'department';
  @Shown({ type: FigureView, description: 'Cases of the week' }) figure!: FigureView;
  @Shown({ description: 'Cases a week that the weeks before let expect' }) expected!: number;
  @Shown({ description: 'Standard deviations above that' }) z!: number;
  @Shown({ description: 'Stands out by the rule' }) spike!: boolean;
  @Shown({ type: Number, isArray: true, description: 'The weeks before, the oldest first' }) before!: number[];
}
export class TopicsView extends PeriodView {
  @Shown({ description: 'The rule, Chinese' }) rule!: string;
  @Shown() ruleEn!: string;
  @Shown({ type: TopicView, isArray: true, description: 'Those that stand out most first' }) topics!: TopicView[];
}
