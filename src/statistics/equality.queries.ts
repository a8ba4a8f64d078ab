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
    const of = this.selector(await this.counter.count({ period, scope, compare, by: ['size', 'origin'] }));
    const figures = figuresIn('equality', whose(scope));
    const side = (wanted: (group: Group) => boolean, narrow: Narrow): Side => ({
      counted: of(wanted),
      link: { period, narrow: { ...ownPart(scope), ...narrow } },
    });
    const row = ({ code, name, nameEn, wanted, narrow }: Line): FigureRow => {
      const { counted, link } = side(wanted, narrow);
      return { code, name, nameEn, figures: figureViews(figures, counted, link) };
    };
    const [small, large] = [side(isSmall, { size: 'smaller' }), side(isLarge, { size: 'larger' })];
    const [outside, local] = ORIGINS.toReversed().map((origin) => side((one) => one.origin === origin, { origin })) as [Side, Side];
    return {
      ...period,
      sizes: SIZES.map(row),
      origins: PLACES.map(row),
      both: BOTH.map(row),
      differences: [...this.differences('size', figures, [small, large]), ...this.differences('origin', figures, [outside, local])],
    };
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

/** A row: which enterprises stand in it, and how the list behind it is narrowed. */
interface Line {
  code: string;
  name: string;
  nameEn: string;
  wanted: (group: Group) => boolean;
  narrow: Narrow;
}
const SIZES: Line[] = [
  ...ENTERPRISE_SIZES.map((size): Line => {
    const [name, nameEn] = GROUP_NAMES.size[size]!;
    return { code: size, name, nameEn, wanted: (one) => one.size === size, narrow: { size } };
  }),
  { code: NOT_TOLD, name: '个人及未填写', nameEn: 'Citizens, and not told', wanted: ({ size }) => size === '', narrow: { size: NOT_TOLD } },
];
const PLACES: Line[] = ORIGINS.map((origin) => {
  const [name, nameEn] = GROUP_NAMES.origin[origin]!;
  return { code: origin, name, nameEn, wanted: (one) => one.origin === origin, narrow: { origin } };
});
const BOTH: Line[] = ENTERPRISE_SIZES.flatMap((size) =>
  ORIGINS.map((origin) => {
    const [[place], [name, nameEn]] = [GROUP_NAMES.origin[origin]!, GROUP_NAMES.size[size]!];
    return {
      ...{ code: `${size}-${origin}`, name: `${place.slice(0, 2)}${name}`, nameEn: `${nameEn}, ${origin}` },
      wanted: (one: Group) => one.size === size && one.origin === origin,
      narrow: { size, origin },
    };
  }),
);

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
