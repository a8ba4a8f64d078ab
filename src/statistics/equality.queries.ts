import { Injectable } from '@nestjs/common';
import { NOT_TOLD } from '../cases/list.dto.js';
import type { Actor } from '../domain/case-state.js';
import { differenceOf, figuresIn } from '../domain/figure-values.js';
import type { Figure } from '../domain/figures.js';
import { scopeOf } from '../domain/visibility.js';
import { ENTERPRISE_SIZES, ORIGINS } from '../domain/vocabulary.js';
import type { DifferenceView, EqualityView } from './charts.dto.js';
import { type Counts, Counter, ownPart, together, whose } from './counter.js';
import { type Counted, figureViews, type Narrow, type Period } from './figure-views.js';
import { GROUP_NAMES } from './group-names.js';
import type { FigureRow, FigureView, StatisticsQuery } from './statistics.dto.js';

/** Which figures are set beside each other, and whether more of them is better. */
const COMPARED: Readonly<Record<string, 1 | -1>> = {
  'handling-hours': -1,
  'on-time-closing': 1,
  'overdue-rate': -1,
  'response-rate': 1,
  'solution-rate': 1,
  satisfaction: 1,
};
/** A mean carries no interval here: it counts as worse when it is longer by a fifth, both with enough cases. */
const LONGER = 1.2;
interface Side {
  counted: Counted;
  link: { period: Period; narrow: Narrow };
}
type Group = { size: string; origin: string };

/** Whether enterprises large and small, local and from outside are treated the same. Source: domain text, section 2. */
@Injectable()
export class EqualityQueries {
  constructor(private readonly counter: Counter) {}

  /** Figures by size, by origin, and by both; and the weaker beside the stronger, with the sizes of the samples. */
  async equality({ compare, ...query }: StatisticsQuery, by: Actor): Promise<EqualityView> {
    const [period, scope] = [this.counter.periodOf(query), scopeOf(by)];
    const counts = await this.counter.count({ period, scope, compare, by: ['size', 'origin'] });
    const figures = figuresIn('equality', whose(scope));
    const of = this.selector(counts);
    const row = (code: string, names: readonly [string, string], counted: Counted, narrow: Narrow): FigureRow => ({
      ...{ code, name: names[0], nameEn: names[1] },
      figures: figureViews(figures, counted, { period, narrow: { ...ownPart(scope), ...narrow } }),
    });
    const sizes = ENTERPRISE_SIZES.map((size) =>
      row(
        size,
        GROUP_NAMES.size[size]!,
        of((one) => one.size === size),
        { size },
      ),
    );
    const origins = ORIGINS.map((origin) =>
      row(
        origin,
        GROUP_NAMES.origin[origin]!,
        of((one) => one.origin === origin),
        { origin },
      ),
    );
    const both = ENTERPRISE_SIZES.flatMap((size) =>
      ORIGINS.map((origin) => {
        const [a, b] = [GROUP_NAMES.origin[origin]!, GROUP_NAMES.size[size]!];
        const names = [`${a[0].slice(0, 2)}${b[0]}`, `${b[1]}, ${origin}`] as const;
        return row(
          `${size}-${origin}`,
          names,
          of((one) => one.size === size && one.origin === origin),
          { size, origin },
        );
      }),
    );
    const citizens = row(
      NOT_TOLD,
      ['个人及未填写', 'Citizens, and not told'],
      of((one) => one.size === ''),
      { size: NOT_TOLD },
    );
    const linked = (narrow: Narrow) => ({ period, narrow: { ...ownPart(scope), ...narrow } });
    const differences = [
      ...this.differences('size', figures, [
        { counted: of(isSmall), link: linked({ size: 'smaller' }) },
        { counted: of(isLarge), link: linked({ size: 'larger' }) },
      ]),
      ...this.differences('origin', figures, [
        { counted: of(({ origin }) => origin === 'outside'), link: linked({ origin: 'outside' }) },
        { counted: of(({ origin }) => origin === 'local'), link: linked({ origin: 'local' }) },
      ]),
    ];
    return { ...period, sizes: [...sizes, citizens], origins, both, differences };
  }

  /** Several cells of size and origin as one. */
  private selector({ keys, of }: Counts) {
    return (wanted: (group: Group) => boolean): Counted =>
      together([
        ...keys
          .filter((key) => {
            const [size, origin] = key.split('|') as [string, string];
            return wanted({ size, origin });
          })
          .map(of),
        of('-'), // none: so that even an empty group knows what it is compared with
      ]);
  }

  private differences(between: string, figures: readonly Figure[], [first, second]: [Side, Side]): DifferenceView[] {
    return figures
      .filter(({ key }) => key in COMPARED)
      .map((figure) => {
        const [a, b] = [first, second].map(({ counted, link }) => figureViews([figure], counted, link)[0]!) as [FigureView, FigureView];
        const difference = a.value === null || b.value === null ? null : a.value - b.value;
        const bounds = figure.unit === 'share' ? differenceOf(a, b) : undefined;
        const { key, name, nameEn, unit } = figure;
        return { between, key, name, nameEn, unit, weaker: a, stronger: b, difference, ...bounds, worse: isWorse(figure, a, b, bounds) };
      });
  }
}

const isSmall = ({ size }: Group): boolean => size === 'micro' || size === 'small';
const isLarge = ({ size }: Group): boolean => size === 'medium' || size === 'large';

function isWorse(
  { key }: Figure,
  weaker: { value: number | null; small?: boolean },
  stronger: { value: number | null; small?: boolean },
  bounds: { low: number; high: number } | undefined,
): boolean {
  if (weaker.small || stronger.small || weaker.value === null || stronger.value === null) return false;
  if (!bounds) return weaker.value > stronger.value * LONGER;
  return COMPARED[key] === 1 ? bounds.high < 0 : bounds.low > 0;
}
