import { SATISFIED, SOLVED } from '../domain/vocabulary.js';
import { Choice, Flag, Shown, Words } from '../platform/http/fields.js';

export const SURVEY_STATUSES = ['open', 'used', 'expired', 'too-late'] as const;
export type SurveyStatus = (typeof SURVEY_STATUSES)[number];

/** The token of a link, the part behind `#`. */
export class SurveyLookInput {
  @Words(100) token!: string;
}
/** What the complainant answers: the same questions as at a call-back. */
export class SurveyInput extends SurveyLookInput {
  @Flag({ description: 'The department got in touch' }) contacted!: boolean;
  @Choice(SOLVED) solved!: string;
  @Choice(SATISFIED, { description: 'With the result' }) satisfiedResult!: string;
  @Choice(SATISFIED, { description: 'With the way it was handled' }) satisfiedProcess!: string;
  @Words(2000, { optional: true }) words?: string;
}

export class SurveyDepartment {
  @Shown() code!: string;
  @Shown() name!: string;
}
/** What a link shows: whom it is about, never what about. */
export class SurveyView {
  @Shown() caseNumber!: string;
  @Shown({ type: SurveyDepartment, isArray: true }) departments!: SurveyDepartment[];
  @Shown({ enum: SURVEY_STATUSES }) status!: string;
}
