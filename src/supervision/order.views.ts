import { CaseRow } from '../cases/case.views.js';
import { ORDER_STEPS, SPOT_CHECK_STEPS } from '../domain/office-steps.js';
import { ORDER_FINDINGS, ORDER_FORMS, ORDER_MODES, ORDER_STATUSES, PART_STATUSES, SPOT_CHECK_STATES } from '../domain/office-vocabulary.js';
import { LIGHTS } from '../domain/vocabulary.js';
import { MaybeShown, Shown } from '../platform/http/fields.js';
import type { Page } from '../platform/http/paging.js';

const instant = { type: String, format: 'date-time' } as const;

export class OrderStageView {
  @Shown() position!: number;
  @MaybeShown() task?: string;
  @Shown(instant) dueAt!: string;
}

export class OrderPartView {
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ enum: PART_STATUSES }) status!: string;
  @Shown({ description: 'The stage it is at' }) stage!: number;
  @MaybeShown(instant) signedAt?: string;
  @Shown({ enum: LIGHTS }) light!: string;
}

export class OrderReportView {
  @Shown() departmentCode!: string;
  @Shown() stage!: number;
  @Shown() text!: string;
  @Shown({ enum: ['submitted', 'accepted', 'returned'] }) state!: string;
  @MaybeShown({ description: 'Why it was returned' }) reason?: string;
  @Shown(instant) at!: string;
  @Shown() by!: string;
}

/** One line of the list of supervision orders. */
export class OrderRowView {
  @Shown() orderNumber!: string;
  @Shown() version!: number;
  @Shown({ enum: ORDER_STATUSES }) status!: string;
  @Shown({ enum: ORDER_MODES }) mode!: string;
  @Shown({ enum: ORDER_FORMS }) form!: string;
  @Shown() task!: string;
  @Shown({ description: 'By the nearest stage that is owed', enum: LIGHTS }) light!: string;
  @Shown(instant) dueAt!: string;
  @MaybeShown({ ...instant, description: 'The nearest stage that is owed' }) nextDueAt?: string;
  @Shown({ type: OrderPartView, isArray: true }) departments!: OrderPartView[];
  @Shown({ type: String, isArray: true, description: 'Those the reader may see' }) caseNumbers!: string[];
  @MaybeShown() drawNumber?: string;
  @MaybeShown({ enum: ORDER_FINDINGS }) finding?: string;
  @Shown(instant) createdAt!: string;
}

/** A supervision order as its reader may see it: a department sees its own part, and of the cases those it may see. */
export class OrderView extends OrderRowView {
  @Shown({ type: OrderStageView, isArray: true }) stages!: OrderStageView[];
  @Shown({ type: OrderReportView, isArray: true }) reports!: OrderReportView[];
  @Shown({ type: CaseRow, isArray: true }) cases!: CaseRow[];
  @MaybeShown() conclusion?: string;
  @MaybeShown(instant) concludedAt?: string;
  @Shown() createdBy!: string;
  @Shown({ enum: ORDER_STEPS.map(({ action }) => action), isArray: true, description: 'Actions open to this reader now' })
  actions!: string[];
}

export class OrderPage implements Page<OrderRowView> {
  @Shown({ type: OrderRowView, isArray: true }) items!: OrderRowView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** A case that was drawn, with the key by which it was. */
export class DrawnCaseView {
  @Shown() caseNumber!: string;
  @Shown({ description: 'SHA-256 of seed, colon and number, hexadecimal' }) key!: string;
}

export class SpotCheckRowView {
  @Shown() drawNumber!: string;
  @Shown() version!: number;
  @Shown({ enum: SPOT_CHECK_STATES }) state!: string;
  @Shown({ ...instant, description: 'Closed from this instant on' }) from!: string;
  @Shown({ ...instant, description: 'Closed before this instant' }) to!: string;
  @MaybeShown() departmentCode?: string;
  @MaybeShown() categoryCode?: string;
  @Shown() count!: number;
  @Shown() seed!: string;
  @Shown({ description: 'How many cases are drawn from' }) population!: number;
  @Shown({ description: 'SHA-256 of the numbers in order, one on a line' }) listHash!: string;
  @Shown(instant) announcedAt!: string;
  @Shown() announcedBy!: string;
  @MaybeShown(instant) drawnAt?: string;
  @MaybeShown() drawnBy?: string;
}

/** A spot check with everything needed to draw it again. */
export class SpotCheckView extends SpotCheckRowView {
  @Shown({ type: String, isArray: true, description: 'The numbers drawn from, in order, as far as the reader may see the cases' })
  list!: string[];
  @Shown({ type: DrawnCaseView, isArray: true, description: 'In the order of their keys' }) drawn!: DrawnCaseView[];
  @Shown({ enum: SPOT_CHECK_STEPS.map(({ action }) => action), isArray: true }) actions!: string[];
}

export class SpotCheckPage implements Page<SpotCheckRowView> {
  @Shown({ type: SpotCheckRowView, isArray: true }) items!: SpotCheckRowView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
