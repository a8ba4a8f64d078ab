import type { OrderAction } from '../domain/office-steps.js';
import {
  ORDER_FINDINGS,
  ORDER_FORMS,
  ORDER_MODES,
  ORDER_STATUSES,
  type OrderForm,
  type OrderMode,
  type Recurrence,
  RECURRENCES,
  SPOT_CHECK_STATES,
} from '../domain/office-vocabulary.js';
import { LIGHTS } from '../domain/vocabulary.js';
import { At, Choice, Code, Codes, DayOrInstant, ListOf, QueryFlag, Text, Whole } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';
import { AtVersion } from './paper.dto.js';

export class OrderStageInput {
  @Text(2000) task!: string;
  @At() dueAt!: string;
}

/** A new supervision order; without departments it goes to those at work on its cases. */
export class OrderInput {
  @Choice(ORDER_MODES) mode!: OrderMode;
  @Choice(ORDER_FORMS, { optional: true, description: 'ordinary unless told otherwise' }) form?: OrderForm;
  @Codes(20, { optional: true }) departments?: string[];
  @Codes(200, { optional: true }) caseNumbers?: string[];
  @Text(4000) task!: string;
  @At({ description: 'The limit; of a staged order that of its last stage counts' }) dueAt!: string;
  @ListOf(() => OrderStageInput, 20, { optional: true, description: 'staged: the stages in order' }) stages?: OrderStageInput[];
  @Choice(RECURRENCES, { optional: true, description: 'periodic: how often a report is due; month unless told otherwise' })
  recurrence?: Recurrence;
  @Code(16, { optional: true, description: 'The spot check it comes of' }) drawNumber?: string;
}

export class OrderListQuery extends PageQuery {
  @Choice(ORDER_STATUSES, { optional: true }) status?: string;
  @Choice(ORDER_MODES, { optional: true }) mode?: string;
  @Choice(LIGHTS, { optional: true, description: 'Of open orders, by the nearest stage that is owed' }) light?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @Code(14, { optional: true }) caseNumber?: string;
  @QueryFlag() reported?: boolean;
}

class ReportBody extends AtVersion {
  @Text(8000) text!: string;
}
class AcceptBody extends AtVersion {
  @Code(32) departmentCode!: string;
}
class ReturnBody extends AcceptBody {
  @Text(2000) reason!: string;
}
class ConcludeBody extends AtVersion {
  @Choice(ORDER_FINDINGS) finding!: string;
  @Text(4000) text!: string;
  @Codes(200, { optional: true, description: 'false-closing: which cases; may be left out when there is one' }) caseNumbers?: string[];
  @Code(32, { optional: true, description: 'false-closing: which department; may be left out when there is one' }) departmentCode?: string;
}
class WithdrawBody extends AtVersion {
  @Text(2000) reason!: string;
}
export const ORDER_BODIES = {
  sign: AtVersion,
  report: ReportBody,
  accept: AcceptBody,
  return: ReturnBody,
  conclude: ConcludeBody,
  withdraw: WithdrawBody,
} as const satisfies Record<OrderAction, new () => AtVersion>;

/** A spot check that is announced: which closed cases, how many of them, and the seed, all fixed before anything is drawn. */
export class SpotCheckInput {
  @DayOrInstant({ description: 'Closed on or after' }) from!: string;
  @DayOrInstant({ description: 'Closed on or before the day, or before the instant' }) to!: string;
  @Code(32, { optional: true, description: 'Cases this department had a part in' }) departmentCode?: string;
  @Code(16, { optional: true, description: 'A category or a group of them' }) categoryCode?: string;
  @Whole(1, 1000) count!: number;
  @Text(200, { description: 'A text nobody can choose to his liking: a lottery number, a closing price' }) seed!: string;
}
export class SpotCheckListQuery extends PageQuery {
  @Choice(SPOT_CHECK_STATES, { optional: true }) state?: string;
}
