import type { CardAction, ConcernAction, ExplanationAction } from '../domain/office-steps.js';
import {
  ACCOUNT_MEASURES,
  CARD_COLOURS,
  CARD_RULES,
  CARD_STATUSES,
  CONCERN_KINDS,
  CONCERN_STATES,
  EXPLANATION_STATUSES,
  URGING_STATES,
} from '../domain/office-vocabulary.js';
import { Choice, Code, DayOrInstant, QueryFlag, Text, Whole, Words } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

/** Every action names the version it was decided on. */
export class AtVersion {
  @Whole(1, 2 ** 31, { description: 'Version of the paper as it was shown' }) version!: number;
}
class WithReason extends AtVersion {
  @Text(2000) reason!: string;
}
class WithWhy extends AtVersion {
  @Text(2000) why!: string;
}
class WithMaybeWhy extends AtVersion {
  @Text(2000, { optional: true }) why?: string;
}

/** A card by hand. */
export class CardInput {
  @Code(32) departmentCode!: string;
  @Choice(CARD_COLOURS) colour!: (typeof CARD_COLOURS)[number];
  @Text(2000) ground!: string;
  @Code(14, { optional: true }) caseNumber?: string;
}
export class CardListQuery extends PageQuery {
  @Choice(CARD_STATUSES, { optional: true }) status?: string;
  @Choice(CARD_COLOURS, { optional: true }) colour?: string;
  @Choice(CARD_RULES, { optional: true }) rule?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(14, { optional: true }) caseNumber?: string;
  @DayOrInstant({ optional: true, description: 'Issued on or after' }) from?: string;
  @DayOrInstant({ optional: true, description: 'Issued on or before the day, or before the instant' }) to?: string;
}
export const CARD_BODIES = { appeal: WithReason, uphold: WithMaybeWhy, withdraw: WithWhy } as const satisfies Record<
  CardAction,
  new () => AtVersion
>;

/** A letter that is demanded without an action on a case. */
export class ExplanationInput {
  @Code(32) departmentCode!: string;
  @Text(4000, { description: 'What has to be explained' }) ground!: string;
  @Code(14, { optional: true }) caseNumber?: string;
}
export class ExplanationListQuery extends PageQuery {
  @Choice(EXPLANATION_STATUSES, { optional: true }) status?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(14, { optional: true }) caseNumber?: string;
  @QueryFlag() owed?: boolean;
  @QueryFlag() given?: boolean;
}
class DraftBody extends AtVersion {
  @Words(20_000) text!: string;
}
class GiveBody extends AtVersion {
  @Text(20_000) text!: string;
}
class AccountBody extends AtVersion {
  @Text(64, { description: 'Name of the person; kept encrypted' }) person!: string;
  @Text(64) post!: string;
  @Choice(ACCOUNT_MEASURES) measure!: string;
  @Text(2000, { optional: true }) note?: string;
}
export const EXPLANATION_BODIES = {
  draft: DraftBody,
  give: GiveBody,
  accept: AtVersion,
  return: WithReason,
  'hold-to-account': AccountBody,
} as const satisfies Record<ExplanationAction, new () => AtVersion>;

export class ConcernListQuery extends PageQuery {
  @Choice(CONCERN_KINDS, { optional: true }) kind?: string;
  @Choice(CONCERN_STATES, { optional: true }) state?: string;
}
export const CONCERN_BODIES = { take: WithMaybeWhy, dismiss: WithWhy } as const satisfies Record<ConcernAction, new () => AtVersion>;

export class UrgingListQuery extends PageQuery {
  @Choice(URGING_STATES, { optional: true }) state?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(14, { optional: true }) caseNumber?: string;
}
