import { Injectable } from '@nestjs/common';
import { detection } from '../cases/finding-conditions.js';
import { Penalties } from '../cases/penalties.js';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { spreadOf, type Unlike, unlikeAmong } from '../domain/discretion.js';
import type { Offence } from '../domain/offences.js';
import { fromInstant, toInstant } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Counter, ownDepartment } from './counter.js';
import type { DepartmentSpread, DiscretionView, OffenceSpread, SpreadView } from './detection.dto.js';
import { Facts, type StoredPenalty } from './facts.js';
import type { Period } from './figure-views.js';
import type { FigureView, StatisticsQuery } from './statistics.dto.js';

/** The address of the cases behind some penalties. */
type Listed = (narrow: Record<string, string>) => string;

/** How like offences were punished: the spread of amounts by offence, tier and department, and what is unlike. Source: domain text, section 2. */
@Injectable()
export class DiscretionQueries {
  constructor(
    private readonly facts: Facts,
    private readonly penalties: Penalties,
    private readonly counter: Counter,
    private readonly reference: Reference,
  ) {}

  /** Penalties in cases received in the period; of a department its own alone. */
  async discretion(query: StatisticsQuery, by: Actor): Promise<DiscretionView> {
    const period = this.counter.periodOf(query);
    const found = await this.found(period, by);
    const listed: Listed = (narrow) => `/api/v1/cases?${new URLSearchParams({ ...period, ...narrow })}`;
    const offences = this.penalties.settings.offences
      .map((offence) => ({ offence, list: found.filter(({ offenceCode }) => offenceCode === offence.code) }))
      .filter(({ list }) => list.length > 0)
      .sort((a, b) => b.list.length - a.list.length)
      .map(({ offence, list }) => this.row(offence, list, listed));
    const unlike = offences.reduce((sum, one) => sum + one.unlike.length, 0);
    return { ...period, figures: [count(found.length), share(unlike, found.length)], offences };
  }

  /** All penalties unlike others for the like, with their offences. */
  async unlike(period: Period, by: Actor): Promise<(Unlike & { offence: Offence })[]> {
    const found = await this.found(period, by);
    return this.penalties.settings.offences.flatMap((offence) =>
      unlikeAmong(
        offence,
        found.filter(({ offenceCode }) => offenceCode === offence.code),
        detection.unlike,
      ).map((one) => ({ ...one, offence })),
    );
  }

  private async found({ from, to }: Period, by: Actor): Promise<StoredPenalty[]> {
    const scope = scopeOf(by);
    const own = ownDepartment(scope);
    const found = await this.facts.penalties(scope, { from: fromInstant(from), to: toInstant(to) });
    return own ? found.filter(({ departmentCode }) => departmentCode === own) : found;
  }

  private row(offence: Offence, list: readonly StoredPenalty[], listed: Listed): OffenceSpread {
    const { code, name, nameEn, law } = offence;
    const tiers = offence.tiers.map((tier) => {
      const own = list.filter((one) => one.tier === tier.code);
      const narrow = { offence: code, tier: tier.code };
      return { ...tier, ...maybeSpread(own, listed(narrow)), departments: this.departments(own, narrow, listed) };
    });
    const unlike = unlikeAmong(offence, list, detection.unlike).map(({ id: _id, ...one }) => ({
      ...one,
      departmentName: this.reference.department(one.departmentCode)?.name ?? one.departmentCode,
    }));
    return { code, name, nameEn, law, spread: { ...spreadOf(amounts(list))!, cases: listed({ offence: code }) }, tiers, unlike };
  }

  private departments(list: readonly StoredPenalty[], narrow: Record<string, string>, listed: Listed): DepartmentSpread[] {
    const codes = [...new Set(list.map(({ departmentCode }) => departmentCode))].sort();
    return codes.map((code) => {
      const entry = this.reference.department(code);
      const own = list.filter(({ departmentCode }) => departmentCode === code);
      const spread = { ...spreadOf(amounts(own))!, cases: listed({ ...narrow, departmentCode: code }) };
      return { code, name: entry?.name ?? code, nameEn: entry?.nameEn ?? code, spread };
    });
  }
}

const amounts = (list: readonly StoredPenalty[]): number[] => list.map(({ amount }) => amount);
function maybeSpread(list: readonly StoredPenalty[], cases: string): { spread?: SpreadView } {
  const spread = spreadOf(amounts(list));
  return spread ? { spread: { ...spread, cases } } : {};
}

const count = (value: number): FigureView => ({
  ...{ key: 'penalties', name: '处罚件次', nameEn: 'Penalties', unit: 'cases', value, numerator: value, denominator: null },
  ...{
    formula: '期间收到的工单中登记且未撤销的处罚次数',
    formulaEn: 'Penalties recorded in cases received in the period that stand',
    cases: '',
  },
});
const share = (numerator: number, denominator: number): FigureView => ({
  ...{ key: 'unlike-penalties', name: '同案不同罚', nameEn: 'Unlike penalties', unit: 'share' },
  ...{ value: denominator === 0 ? null : numerator / denominator, numerator, denominator, cases: '' },
  formula: '超出法定幅度、超出所引档次，或偏离同档中位数过多的处罚 ÷ 全部处罚',
  formulaEn: 'Penalties beyond the law, beyond their tier, or far from the median of their tier ÷ all penalties',
  ...(denominator < 10 ? { small: true } : {}),
});
