import { DomainError } from './errors.js';
import type { MeasureRule } from './investigation-settings.js';
import type { InvestigatedMatter } from './investigation-state.js';
import type { Imposer, MeasureFamily } from './investigation-words.js';
import { addMonths, type Day, dayOf, type Instant } from './time.js';

/** A measure that stands against the same person, here or in another investigation. */
export interface StandingMeasure {
  measure: string;
  family: MeasureFamily;
  imposedBy: Imposer;
  decidedAt: Instant;
  endsOn: Day | null;
  matter: InvestigatedMatter | null;
}

/**
 * The day on which the influence of a measure has ended; null for one without a period. A penalty of office that meets one still running
 * is counted on from its end, and all together reach no further than the combined maximum. Source: 政务处分法 art. 8, 15.
 */
export function endOfInfluence(
  { family, months }: Pick<MeasureRule, 'family' | 'months'>,
  decidedAt: Instant,
  standing: readonly StandingMeasure[],
  combinedMonths: number,
): Day | null {
  if (months === undefined) return null;
  const day = dayOf(decidedAt);
  if (family !== 'administrative') return addMonths(day, months);
  const running = standing.flatMap((one) => (one.family === family && one.endsOn !== null && one.endsOn > day ? [one.endsOn] : []));
  const from = [day, ...running].sort().at(-1)!;
  const [end, latest] = [addMonths(from, months), addMonths(day, combinedMonths)];
  return end < latest ? end : latest;
}

/** How a measure stands on a day: it runs, has ended, or never had a period. */
export const influenceOn = (endsOn: Day | null, now: Instant): 'running' | 'ended' | 'none' =>
  endsOn === null ? 'none' : dayOf(now) < endsOn ? 'running' : 'ended';

/** Penalties of office and of the Party each answer an act once; the lighter measures may stand beside them. */
const ONCE: readonly MeasureFamily[] = ['administrative', 'party'];

const sameAct = (a: InvestigatedMatter | null, b: InvestigatedMatter | null): boolean =>
  a !== null &&
  b !== null &&
  a.departmentCode === b.departmentCode &&
  a.categoryCode === b.categoryCode &&
  a.from <= b.to &&
  b.from <= a.to;

/**
 * Refuses a second penalty of one family for the same act, whoever imposed the first: throws `investigation.punished-already` (409).
 * Source: 政务处分法 art. 16.
 */
export function refuseSecondPenalty(family: MeasureFamily, matter: InvestigatedMatter | null, standing: readonly StandingMeasure[]): void {
  if (!ONCE.includes(family)) return;
  const first = standing.find((one) => one.family === family && sameAct(one.matter, matter));
  if (!first) return;
  throw new DomainError('investigation.punished-already', 409, {
    measure: first.measure,
    imposedBy: first.imposedBy,
    decidedOn: dayOf(first.decidedAt),
  });
}

/** The form of supervision and discipline a person was met with: that of the heaviest measure. Source: domain sources 4.2, 四种形态. */
export const formOf = (measures: readonly { form: 1 | 2 | 3 | 4 }[]): 1 | 2 | 3 | 4 | undefined =>
  measures.length === 0 ? undefined : (Math.max(...measures.map(({ form }) => form)) as 1 | 2 | 3 | 4);

/** An entry of the catalogue of behaviours with the article and range of the law, where one is tied to it. */
export interface Behaviour {
  code: string;
  name: string;
  nameEn: string;
  categories: readonly string[];
  measures: readonly string[];
  article?: string;
  range?: string;
}

/** What the law and the catalogue offer for matters of these categories. Source: domain sources 4.2, legal map. */
export const legalMap = (behaviours: readonly Behaviour[], categoryCodes: readonly string[]): Behaviour[] =>
  behaviours.filter(({ categories }) => categories.some((code) => categoryCodes.some((asked) => asked === code || code.startsWith(asked))));
