import type { Wording, Matter } from './scenarios.js';
import { DAY, type Instant } from '../domain/time.js';
import type { Arrival } from './arrivals.js';
import type { Random } from './random.js';

/** What a complainant tells besides the matter itself; absent what was not asked or not known. */
export interface Told {
  region: string | undefined;
  address: string | undefined;
  occurredAt: Instant | undefined;
  amountInvolved: number | undefined;
  visits: number | undefined;
  basisShown: boolean | undefined;
  receiptGiven: boolean | undefined;
  namedOfficial: string | undefined;
  consentToBeNamed: boolean;
}

const POSTS = ['科长', '副科长', '中队长', '窗口主任', '所长'];

/** Draws the particulars of a matter; `flags` says what its category asks for. */
export function toldIn(
  { receivedAt, scenario, street, complainant }: Arrival,
  matter: Matter,
  flags: { amount?: boolean; basis?: boolean; receipt?: boolean },
  { surnames, regions }: Wording,
  random: Random,
): Told {
  const maybe = <T>(probability: number, value: () => T): T | undefined => (random.chance(probability) ? value() : undefined);
  const accuses = scenario.kinds.includes('report');
  const aboutTrips = ['01', '02'].includes(scenario.category.slice(0, 2));
  return {
    region: maybe(0.85, () => regions[random.index(regions.map(({ weight }) => weight))]!.code),
    address: maybe(0.35, () => `九台区${street}${random.whole([1, 260])}号`),
    occurredAt: maybe(0.6, () => receivedAt - Math.round(random.between([0.05, 21]) * DAY)),
    amountInvolved: matter.amount !== undefined && (flags.amount || random.chance(0.4)) ? matter.amount : undefined,
    visits: matter.visits ?? maybe(aboutTrips ? 0.5 : 0.2, () => random.whole([0, 4])),
    basisShown: flags.basis ? maybe(0.55, () => random.chance(0.35)) : undefined,
    receiptGiven: flags.receipt ? maybe(0.55, () => random.chance(0.45)) : undefined,
    namedOfficial: accuses ? maybe(scenario.sealed ? 0.4 : 0.08, () => `${random.pick(surnames)}某（${random.pick(POSTS)}）`) : undefined,
    consentToBeNamed: !accuses && !complainant.anonymous && random.chance(0.28),
  };
}
