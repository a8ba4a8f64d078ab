import { CASE_STATUSES, KINDS, type Kind } from '../domain/vocabulary.js';
import {
  At,
  Choice,
  Choices,
  Code,
  DayOrInstant,
  Free,
  MaybeShown,
  QueryFlag,
  Shaped,
  Shown,
  Text,
  Words,
  Yuan,
} from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
/** 人大代表, 政协委员, 企业经营者, 群众代表. */
export const SUPERVISOR_KINDS = ['deputy', 'committee', 'manager', 'resident'] as const;
export type SupervisorKind = (typeof SUPERVISOR_KINDS)[number];
export const POINT_KINDS = ['enterprise', 'window'] as const;
export type PointKind = (typeof POINT_KINDS)[number];
export const WATCHER_PERSONAL = ['name', 'phone', 'organisation'] as const;
export type WatcherPersonal = (typeof WATCHER_PERSONAL)[number];

export class WatcherListQuery extends PageQuery {
  @QueryFlag() active?: boolean;
}
export class SpecialSupervisorInput {
  @Choice(SUPERVISOR_KINDS) kind!: SupervisorKind;
  @Text(60) name!: string;
  @Text(30, { optional: true }) phone?: string;
  @Text(120, { optional: true, description: 'Where the person works' }) organisation?: string;
  @Shaped(DAY, 10) termFrom!: string;
  @Shaped(DAY, 10, { optional: true }) termTo?: string;
}
export class WatcherUnmaskInput {
  @Choices(WATCHER_PERSONAL) fields!: WatcherPersonal[];
  @Text(500, { description: 'Why; it stands in the audit' }) reason!: string;
}
export class MonitoringPointInput {
  @Choice(POINT_KINDS) kind!: PointKind;
  @Text(120) name!: string;
  @Code(32, { optional: true, description: 'Of a window' }) departmentCode?: string;
  @Text(60, { optional: true }) contactName?: string;
  @Text(30, { optional: true }) contactPhone?: string;
  @Shaped(MONTH, 7, { description: 'First month it reports for' }) since!: string;
}

export class WayInState {
  @Shown({ enum: ['none', 'invited', 'set'], description: 'Whether the person has set an access code' }) state!: 'none' | 'invited' | 'set';
  @MaybeShown({ format: 'date-time' }) setAt?: string;
}
export class SpecialSupervisorView {
  @Shown() number!: string;
  @Shown({ enum: SUPERVISOR_KINDS }) kind!: SupervisorKind;
  @Shown({ description: 'Masked' }) name!: string;
  @MaybeShown({ description: 'Masked' }) phone?: string;
  @MaybeShown() organisation?: string;
  @Shown() termFrom!: string;
  @MaybeShown() termTo?: string;
  @Shown() active!: boolean;
  @Shown({ type: WayInState }) wayIn!: WayInState;
  @Shown({ description: 'Observations filed' }) observations!: number;
}
export class SpecialSupervisorPage implements Page<SpecialSupervisorView> {
  @Shown({ type: SpecialSupervisorView, isArray: true }) items!: SpecialSupervisorView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class MonitoringFigureView {
  @Shown() code!: string;
  @Shown() text!: string;
  @Shown() textEn!: string;
  @Shown({ enum: ['count', 'days', 'yuan', 'score'] }) unit!: string;
  @Shown() most!: number;
}
export class PointReportView {
  @Shown() month!: string;
  @Shown({ type: Object, additionalProperties: { type: 'number' } }) figures!: Record<string, number>;
  @MaybeShown() words?: string;
  @Shown({ format: 'date-time' }) at!: string;
}
export class MonitoringPointView {
  @Shown() number!: string;
  @Shown({ enum: POINT_KINDS }) kind!: PointKind;
  @Shown() name!: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown() departmentName?: string;
  @MaybeShown({ description: 'Masked' }) contactName?: string;
  @MaybeShown({ description: 'Masked' }) contactPhone?: string;
  @Shown() since!: string;
  @MaybeShown() endedOn?: string;
  @Shown({ type: WayInState }) wayIn!: WayInState;
  @Shown() reported!: number;
  @Shown({ type: String, isArray: true, description: 'Months that are over and were not reported' }) silent!: string[];
}
export class MonitoringPointPage implements Page<MonitoringPointView> {
  @Shown({ type: MonitoringPointView, isArray: true }) items!: MonitoringPointView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class MonitoringPointDetail extends MonitoringPointView {
  @Shown({ type: MonitoringFigureView, isArray: true }) asked!: MonitoringFigureView[];
  @Shown({ type: PointReportView, isArray: true, description: 'The newest first' }) reports!: PointReportView[];
}
/** The link to set the access code: shown once, good once. */
export class InvitedWatcher {
  @Shown() number!: string;
  @Shown() link!: string;
  @Shown({ format: 'date-time' }) expiresAt!: string;
}
export class UnmaskedWatcher {
  @Shown({ type: Object, additionalProperties: { type: 'string' } }) values!: Record<string, string>;
}

export class WayInSetupInput {
  @Words(100) token!: string;
  @Text(64, { description: 'At least eight characters' }) code!: string;
}
export class WayInInput {
  @Words(20) number!: string;
  @Words(64) code!: string;
}
export class ObservationInput extends WayInInput {
  @Choice(KINDS) kind!: Kind;
  @Text(120, { optional: true }) title?: string;
  @Text(10_000) description!: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Code(32, { optional: true }) accusedDepartmentCode?: string;
  @Text(64, { optional: true }) region?: string;
  @Text(200, { optional: true }) address?: string;
  @At({ optional: true }) occurredAt?: string;
  @Yuan({ optional: true }) amountInvolved?: number;
}
export class PointReportInput extends WayInInput {
  @Shaped(MONTH, 7) month!: string;
  @Free({ description: 'By the codes of `asked`' }) figures!: Record<string, unknown>;
  @Text(2000, { optional: true }) words?: string;
}
export class MonthsQuery {
  @DayOrInstant({ optional: true }) from?: string;
  @DayOrInstant({ optional: true }) to?: string;
}
export class SetUpView {
  @Shown() number!: string;
  @Shown({ enum: ['special-supervisor', 'monitoring-point'] }) owner!: string;
}
export class ObservationView {
  @Shown() caseNumber!: string;
  @Shown({ enum: CASE_STATUSES }) status!: string;
  @Shown() statusText!: string;
  @Shown() statusTextEn!: string;
  @Shown({ format: 'date-time' }) at!: string;
}
/** What somebody finds behind his way in. */
export class WayInView extends SetUpView {
  @MaybeShown({ type: ObservationView, isArray: true }) observations?: ObservationView[];
  @MaybeShown({ description: 'Of a monitoring point' }) name?: string;
  @MaybeShown({ type: MonitoringFigureView, isArray: true }) asked?: MonitoringFigureView[];
  @MaybeShown({ type: String, isArray: true, description: 'Months that may be reported now' }) owed?: string[];
  @MaybeShown({ type: PointReportView, isArray: true }) reports?: PointReportView[];
}
