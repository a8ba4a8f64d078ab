import { CASE_STATUSES, CHANNELS, ENTERPRISE_SIZES, KINDS, LIGHTS, ORIGINS, URGENCIES } from '../domain/vocabulary.js';
import { Choice, Code, DayOrInstant, QueryFlag, Words } from '../platform/http/fields.js';
import { PageQuery } from '../platform/http/paging.js';

export const SORTS = ['-received', 'received', '-updated', 'due'] as const;

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
  @Choice([...ENTERPRISE_SIZES, NOT_TOLD], { optional: true }) size?: string;
  @Choice([...ORIGINS, NOT_TOLD], { optional: true }) origin?: string;
  @Choice(LIGHTS, { optional: true }) light?: string;
  @DayOrInstant({ optional: true, description: 'Received on or after' }) from?: string;
  @DayOrInstant({ optional: true, description: 'Received on or before the day, or before the instant' }) to?: string;
  @Words(100, { optional: true, description: 'Chinese text, case number, or a whole telephone number' }) q?: string;
  @QueryFlag() mine?: boolean;
  @QueryFlag() desk?: boolean;
  @Choice(SORTS, { optional: true }) sort?: string;
  @Code(48, { optional: true, description: 'Cases behind a figure of the statistics' }) figure?: string;
  @Choice(['numerator', 'denominator'], { optional: true }) part?: string;
}
