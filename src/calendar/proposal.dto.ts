import { Choice, MaybeShown, Shown, Text, Whole } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export const PROPOSAL_STATES = ['proposed', 'released', 'declined', 'withdrawn'] as const;
export const PROPOSAL_ACTIONS = ['release', 'decline', 'withdraw'] as const;
export type ProposalAction = (typeof PROPOSAL_ACTIONS)[number];

/** The text of the notice, or a table of days: day, off or work, name. */
export class NoticeBody {
  @Whole(2000, 2100) year!: number;
  @Text(20_000) text!: string;
}

export class ProposalListQuery extends PageQuery {
  @Choice(PROPOSAL_STATES, { optional: true }) state?: string;
}

export class ProposalStepBody {
  @Text(500, { optional: true, description: 'Why it is declined' }) reason?: string;
}

export class NoticeDayView {
  @Shown({ example: '2026-02-14' }) day!: string;
  @Shown({ enum: ['off', 'work'] }) kind!: string;
  @Shown() name!: string;
}
export class NoticeFaultView {
  @Shown({ description: 'From 1; 0 is the text as a whole' }) line!: number;
  @Shown() code!: string;
  @Shown() text!: string;
}
export class DayChangeView {
  @Shown() day!: string;
  @Shown() name!: string;
  @MaybeShown({ enum: ['off', 'work'], description: 'Absent: an ordinary day' }) was?: string;
  @MaybeShown({ enum: ['off', 'work'], description: 'Absent: an ordinary day' }) is?: string;
}
export class LightMoveView {
  @Shown({ enum: ['green', 'amber', 'yellow', 'red'] }) light!: string;
  @Shown() now!: number;
  @Shown() then!: number;
}
export class OutlookView {
  @Shown({ description: 'Open limits of cases that are not sealed' }) open!: number;
  @Shown() moved!: number;
  @Shown() later!: number;
  @Shown() earlier!: number;
  @Shown({ type: LightMoveView, isArray: true, description: 'Of those that move: by the light they show now, and would' })
  lights!: LightMoveView[];
}
/** What a notice says and what it would change; nothing is written. */
export class NoticeReadingView {
  @Shown() year!: number;
  @Shown({ type: NoticeDayView, isArray: true }) days!: NoticeDayView[];
  @Shown({ type: NoticeFaultView, isArray: true }) faults!: NoticeFaultView[];
  @Shown({ type: DayChangeView, isArray: true }) changes!: DayChangeView[];
  @MaybeShown({ type: OutlookView, description: 'Only where the text was read without a fault' }) limits?: OutlookView;
}
export class ProposalView {
  @Shown() id!: string;
  @Shown() year!: number;
  @Shown({ enum: PROPOSAL_STATES }) state!: string;
  @Shown({ description: 'Days that differ from the ordinary week' }) days!: number;
  @Shown() proposedBy!: string;
  @Shown({ format: 'date-time' }) proposedAt!: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @MaybeShown() reason?: string;
  @Shown({ enum: PROPOSAL_ACTIONS, isArray: true, description: 'Open to this reader now' }) actions!: string[];
}
export class ProposalPage implements Page<ProposalView> {
  @Shown({ type: ProposalView, isArray: true }) items!: ProposalView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
/** A proposal with the text it was read from and what it would change now. */
export class ProposalDetailView extends ProposalView {
  @Shown() source!: string;
  @Shown({ type: NoticeReadingView }) reading!: NoticeReadingView;
}
