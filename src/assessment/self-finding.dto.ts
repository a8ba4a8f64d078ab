import { FINDING_ACTIONS, FINDING_STATUSES } from '../domain/self-finding-life.js';
import { Choice, Code, Codes, MaybeShown, Shaped, Shown, Text, Whole } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** What a department has found in its own house; opened at the server's time, whatever day it happened. */
export class SelfFindingInput {
  @Code(16) categoryCode!: string;
  @Text(60, { optional: true, description: 'Whose doing; stored encrypted' }) person?: string;
  @Text(120, { optional: true, description: 'Number or title of the document it is about' }) document?: string;
  @Shaped(DAY, 10, { description: 'First day of what happened' }) from!: string;
  @Shaped(DAY, 10) to!: string;
  @Text(4000) text!: string;
}

class Versioned {
  @Whole(1, 2 ** 31) version!: number;
}
class TextBody extends Versioned {
  @Text(4000) text!: string;
}
class DealBody extends TextBody {
  @Codes(6, { description: 'Codes of measures, as in the rules of scoring' }) measures!: string[];
}
/** The body of each action. */
export const FINDING_BODIES = {
  note: TextBody,
  prove: TextBody,
  drop: TextBody,
  deal: DealBody,
  confirm: TextBody,
  refuse: TextBody,
} as const;

export class SelfFindingQuery extends PageQuery {
  @Code(32, { optional: true }) department?: string;
  @Choice(FINDING_STATUSES, { optional: true }) status?: string;
}

export class FindingEntryView {
  @Shown({ description: 'open, or the action' }) action!: string;
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() by!: string;
  @Shown() text!: string;
}
/** A complaint that was there before the department opened the matter; for the supervisor to weigh. */
export class EarlierView {
  @Shown() caseNumber!: string;
  @Shown({ format: 'date-time' }) receivedAt!: string;
  @Shown() urged!: boolean;
}
export class SelfFindingView {
  @Shown() findingNumber!: string;
  @Shown() version!: number;
  @Shown() departmentCode!: string;
  @Shown() categoryCode!: string;
  @MaybeShown({ description: 'Masked in lists' }) person?: string;
  @MaybeShown() document?: string;
  @Shown() from!: string;
  @Shown() to!: string;
  @Shown({ format: 'date-time', description: 'The time of the server' }) openedAt!: string;
  @Shown() openedBy!: string;
  @Shown({ enum: FINDING_STATUSES }) status!: string;
  @Shown({ type: String, isArray: true }) measures!: string[];
  @Shown({ enum: FINDING_ACTIONS, isArray: true }) actions!: string[];
  @MaybeShown({ type: FindingEntryView, isArray: true, description: 'All that was said of it, in order' }) entries?: FindingEntryView[];
  @MaybeShown({ type: EarlierView, isArray: true, description: 'Complaints against the department of this kind before it was opened' })
  earlier?: EarlierView[];
}
export class SelfFindingPage implements Page<SelfFindingView> {
  @Shown({ type: SelfFindingView, isArray: true }) items!: SelfFindingView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

export const MATCH_STATUSES = ['proposed', 'confirmed', 'refused'] as const;
export const MATCH_ACTIONS = ['confirm', 'refuse'] as const;
export class SameMatterQuery extends PageQuery {
  @Choice(MATCH_STATUSES, { optional: true }) status?: string;
}
export class MatchDecision {
  @Whole(1, 2 ** 31) version!: number;
  @Text(2000) reason!: string;
}
/** A matter the commission proved beside the department's own finding. */
export class SameMatterView {
  @Shown() id!: string;
  @Shown() version!: number;
  @Shown() investigationNumber!: string;
  @Shown() departmentCode!: string;
  @Shown() categoryCode!: string;
  @Shown() findingNumber!: string;
  @Shown({ format: 'date-time' }) findingOpenedAt!: string;
  @Shown() findingStatus!: string;
  @Shown({ type: String, isArray: true, description: 'department, category, period, person, document' }) matchedBy!: string[];
  @Shown({ enum: MATCH_STATUSES }) status!: string;
  @Shown({ format: 'date-time' }) proposedAt!: string;
  @MaybeShown() reason?: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @Shown({ enum: MATCH_ACTIONS, isArray: true }) actions!: string[];
}
export class SameMatterPage implements Page<SameMatterView> {
  @Shown({ type: SameMatterView, isArray: true }) items!: SameMatterView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
