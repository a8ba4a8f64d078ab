import { VETO_ACTIONS, VETO_GROUNDS, VETO_STATUSES } from '../domain/vetoes.js';
import { Choice, Code, MaybeShown, QueryWhole, Shown, Text, Whole } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export class VetoQuery extends PageQuery {
  @QueryWhole(2000, 2100) year?: number;
  @Code(32, { optional: true }) department?: string;
  @Choice(VETO_STATUSES, { optional: true }) status?: string;
}
/** A ground for a veto; proposed by the office, imposed at once by the commissioner. */
export class VetoInput {
  @Code(32) departmentCode!: string;
  @Choice(VETO_GROUNDS) ground!: string;
  @Whole(2000, 2100) year!: number;
  @Text(2000) reason!: string;
  @Code(14, { optional: true }) caseNumber?: string;
  @Code(32, { optional: true }) investigationNumber?: string;
}
export class VetoDecision {
  @Whole(1, 2 ** 31) version!: number;
  @Text(2000) reason!: string;
}
export class VetoView {
  @Shown() id!: string;
  @Shown() version!: number;
  @Shown() departmentCode!: string;
  @Shown({ enum: VETO_GROUNDS }) ground!: string;
  @Shown() year!: number;
  @Shown({ enum: VETO_STATUSES }) status!: string;
  @MaybeShown() reason?: string;
  @MaybeShown() investigationNumber?: string;
  @MaybeShown({ description: 'Where the reader may see the case' }) caseNumber?: string;
  @Shown({ format: 'date-time' }) raisedAt!: string;
  @Shown() raisedBy!: string;
  @MaybeShown() decision?: string;
  @MaybeShown() decidedBy?: string;
  @MaybeShown({ format: 'date-time' }) decidedAt?: string;
  @Shown({ enum: VETO_ACTIONS, isArray: true }) actions!: string[];
}
export class VetoPage implements Page<VetoView> {
  @Shown({ type: VetoView, isArray: true }) items!: VetoView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
