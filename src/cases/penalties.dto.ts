import { Code, MaybeShown, Shaped, Shown, Text, Words, Yuan } from '../platform/http/fields.js';

/** A penalty as its decision says it. */
export class PenaltyInput {
  @Code(16, { description: 'An offence of the standards of discretion' }) offenceCode!: string;
  @Code(16, { description: 'The tier the decision names' }) tier!: string;
  @Yuan({ description: 'Yuan; 0 for a warning' }) amount!: number;
  @Shaped(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 10, { description: 'Day of the decision' }) decidedOn!: string;
  @Words(100, { optional: true, description: 'Number of the decision' }) document?: string;
  @Code(32, { optional: true, description: 'Who punished; a department names itself' }) departmentCode?: string;
}

export class PenaltyWithdrawalInput {
  @Text(500) reason!: string;
}

export class PenaltyView {
  @Shown() id!: string;
  @Shown() offenceCode!: string;
  @Shown() offenceName!: string;
  @Shown() offenceNameEn!: string;
  @Shown() tier!: string;
  @Shown() tierName!: string;
  @Shown() tierNameEn!: string;
  @Shown({ description: 'Yuan' }) amount!: number;
  @Shown() decidedOn!: string;
  @MaybeShown() document?: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ description: 'Beyond what the law allows for the offence' }) outsideLaw!: boolean;
  @Shown({ format: 'date-time' }) at!: string;
  @MaybeShown() by?: string;
  @MaybeShown({ description: 'Taken back by a later entry, and why' }) withdrawn?: string;
}

export class TierView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown({ description: 'Yuan' }) from!: number;
  @Shown({ description: 'Yuan' }) to!: number;
}

export class OffenceView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @Shown() departmentCode!: string;
  @Shown() law!: string;
  @Shown({ type: TierView, isArray: true }) tiers!: TierView[];
}
