import { CASE_STATUSES, SATISFIED, SOLVED } from '../domain/vocabulary.js';
import { Choice, Flag, MaybeShown, Shown, Text, Words } from '../platform/http/fields.js';
import { RatingView } from './case.views.js';

/** Case number and tracking code, spaces and dashes forgiven. */
export class TrackInput {
  @Words(40) caseNumber!: string;
  @Words(60) trackingCode!: string;
}
export class TrackMessageInput extends TrackInput {
  @Text(4000) text!: string;
}
export class TrackRatingInput extends TrackInput {
  @Choice(SOLVED) solved!: string;
  @Choice(SATISFIED) satisfied!: string;
  @Flag() contacted!: boolean;
  @Words(2000, { optional: true }) comment?: string;
}
export class TrackReopeningInput extends TrackInput {
  @Text(2000) reason!: string;
}
export class TrackWithdrawalInput extends TrackInput {
  @Words(2000, { optional: true }) reason?: string;
}

export class TrackDepartment {
  @Shown() code!: string;
  @Shown() name!: string;
}
export class TimelineEntry {
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() type!: string;
  @Shown() text!: string;
  @Shown() textEn!: string;
}
export class TrackMessage {
  @Shown() id!: string;
  @Shown({ enum: ['in', 'out'] }) direction!: string;
  @Shown() text!: string;
  @Shown({ format: 'date-time' }) at!: string;
}

/** What the complainant sees: status, who, by when, what was answered. Never names of staff, never what a sealed case holds. */
export class TrackView {
  @Shown() caseNumber!: string;
  @Shown({ enum: CASE_STATUSES }) status!: string;
  @Shown() statusText!: string;
  @Shown() statusTextEn!: string;
  @Shown({ type: TrackDepartment, isArray: true }) departments!: TrackDepartment[];
  @MaybeShown({ format: 'date-time' }) dueAt?: string;
  @Shown({ type: TimelineEntry, isArray: true }) timeline!: TimelineEntry[];
  @MaybeShown() publicReply?: string;
  @Shown({ type: TrackMessage, isArray: true }) questions!: TrackMessage[];
  @Shown({ type: TrackMessage, isArray: true }) messages!: TrackMessage[];
  @Shown() canRate!: boolean;
  @Shown() canReopen!: boolean;
  @Shown() canWithdraw!: boolean;
  @MaybeShown() rating?: RatingView;
}
