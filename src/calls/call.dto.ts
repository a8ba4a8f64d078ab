import { CALL_OUTCOMES, CALL_STATUSES, SKILLS, WRAP_UP_CODES } from '../domain/call-facts.js';
import { BUSY_REASONS, OWN_STATES } from '../domain/agent-life.js';
import { TASK_KINDS } from '../domain/call-tasks.js';
import { Choice, Code, DayOrInstant, Flag, QueryFlag, QueryWhole, Shaped, Text } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

/** The body of an action on a call; each action takes its own fields. */
export class CallActionBody {
  @Code(64, { optional: true, description: 'transfer: the operator who shall get the call' }) to?: string;
  @Flag({ optional: true, description: 'transfer: asks that operator first, while the caller is on hold' }) warm?: boolean;
  @Code(32, { optional: true, description: 'add-party: the department whose number is dialled' }) departmentCode?: string;
  @Shaped(/^\+?\d{3,15}$/, 16, { optional: true, description: 'add-party: any other number' }) number?: string;
  @Shaped(/^[\w.:-]+$/, 64, { optional: true, description: 'remove-party: the label as `legs` tells it' }) leg?: string;
  @Choice(WRAP_UP_CODES, { optional: true, description: 'wrap-up' }) code?: string;
  @Text(500, { optional: true, description: 'wrap-up; kept encrypted' }) note?: string;
  @Code(14, { optional: true, description: 'add-case' }) caseNumber?: string;
}

/** An outgoing call: to the complainant of a case, or to whom a task speaks of. The number itself is not shown. */
export class PlaceCallBody {
  @Code(14, { optional: true }) caseNumber?: string;
  @Shaped(/^[\w:-]+$/, 48, { optional: true }) taskId?: string;
}

type Part = 'numerator' | 'denominator';

export class CallListQuery extends PageQuery {
  @Choice(CALL_STATUSES, { optional: true }) status?: string;
  @Choice(['inbound', 'outbound'], { optional: true }) direction?: string;
  @Choice(CALL_OUTCOMES, { optional: true }) outcome?: string;
  @Choice(SKILLS, { optional: true }) skill?: string;
  @Code(64, { optional: true, description: 'Who had the call; `-` for calls nobody had' }) agent?: string;
  @Code(14, { optional: true }) caseNumber?: string;
  @DayOrInstant({ optional: true, description: 'Began on or after' }) from?: string;
  @DayOrInstant({ optional: true, description: 'Began on or before the day, or before the instant' }) to?: string;
  @QueryWhole(0, 23) hour?: number;
  @Code(40, { optional: true, description: 'The calls behind this figure of the hall; its key' }) figure?: string;
  @Choice(['numerator', 'denominator'], { optional: true, description: 'numerator unless told otherwise' }) part?: Part;
}

export class OwnStateBody {
  @Choice(OWN_STATES) state!: (typeof OWN_STATES)[number];
  @Choice(BUSY_REASONS, { optional: true, description: 'Why busy' }) reason?: string;
}

export class TaskListQuery extends PageQuery {
  @Choice(TASK_KINDS, { optional: true }) kind?: string;
  @QueryFlag() mine?: boolean;
  @QueryFlag() done?: boolean;
}

export class TaskActionBody {
  @Text(500, { optional: true, description: 'done: what came of it' }) result?: string;
}

export class ListenBody {
  @Text(500, { description: 'Why; it stands in the audit' }) reason!: string;
}
