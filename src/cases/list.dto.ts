import { CASE_STATUSES, CHANNELS, ENTERPRISE_SIZES, type EnterpriseSize, KINDS, LIGHTS, ORIGINS, URGENCIES } from '../domain/vocabulary.js';
import { Choice, Code, DayOrInstant, QueryFlag, Shaped, Words } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

/** How the part of the reader's own department stands on a case. */
export const OWN_STEPS = ['pending_sign', 'working', 'pending_sign_off', 'open', 'again'] as const;
export const SORTS = ['-received', 'received', '-updated', 'due'] as const;

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** Sizes that are compared with each other. */
export const SIZE_GROUPS: Readonly<Record<string, readonly EnterpriseSize[]>> = {
  smaller: ['micro', 'small'],
  larger: ['medium', 'large'],
};
/** Findings that are told by a case alone. */
export const FINDING_KINDS = ['repeats', 'returns', 'dissatisfied'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];
/** Stands for what nobody has told. */
export const NOT_TOLD = 'none';

/** Filters of the case list; the address of a list holds them all. */
export class CaseListQuery extends PageQuery {
  @Choice(CASE_STATUSES, { optional: true }) status?: string;
  @Choice(KINDS, { optional: true }) kind?: string;
  @Choice(URGENCIES, { optional: true }) urgency?: string;
  @Choice(CHANNELS, { optional: true }) channel?: string;
  @Code(16, { optional: true, description: 'A category or a whole group' }) categoryCode?: string;
  @Code(32, { optional: true }) departmentCode?: string;
  @QueryFlag() below?: boolean;
  @Words(64, { optional: true, description: 'A region as it was told; `none` for those without' }) region?: string;
  @Choice([...ENTERPRISE_SIZES, ...Object.keys(SIZE_GROUPS), NOT_TOLD], { optional: true }) size?: string;
  @Choice([...ORIGINS, NOT_TOLD], { optional: true }) origin?: string;
  @Choice(LIGHTS, { optional: true }) light?: string;
  @DayOrInstant({ optional: true, description: 'Received on or after' }) from?: string;
  @DayOrInstant({ optional: true, description: 'Received on or before the day, or before the instant' }) to?: string;
  @Words(100, { optional: true, description: 'Chinese text, case number, or a whole telephone number' }) q?: string;
  @QueryFlag() mine?: boolean;
  @QueryFlag() desk?: boolean;
  @QueryFlag() late?: boolean;
  @QueryFlag() asked?: boolean;
  @QueryFlag() returned?: boolean;
  @Choice(OWN_STEPS, { optional: true, description: "Cases by how the part of the reader's department stands; `again`: at work once more" })
  own?: string;
  @DayOrInstant({ optional: true, description: 'Cases to which others have done something since then' }) since?: string;
  @Choice(SORTS, { optional: true }) sort?: string;
  @Shaped(DAY, 10, { optional: true, description: 'Cases whose nearest limit ends on that day and has not passed' }) due?: string;
  @Code(16, { optional: true, description: 'Cases with a penalty for this offence that stands' }) offence?: string;
  @Code(16, { optional: true, description: 'And of this tier' }) tier?: string;
  @Words(20, { optional: true, description: 'Cases whose transfer summary holds this word' }) topic?: string;
  @Shaped(/^\d{14}(,\d{14}){0,59}$/, 900, { optional: true, description: 'These cases, at most 60' }) numbers?: string;
  @Choice(FINDING_KINDS, { optional: true, description: 'Cases behind a finding of the detection list' }) detected?: string;
  @Code(48, { optional: true, description: 'Cases behind a figure of the statistics' }) figure?: string;
  @Choice(['numerator', 'denominator'], { optional: true }) part?: string;
}
