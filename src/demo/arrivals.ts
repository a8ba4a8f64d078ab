import { addDays, DAY, dayOf, instantOf, MINUTE, type Day, type Instant } from '../domain/time.js';
import type { Channel } from '../domain/vocabulary.js';
import { type CityCalendar, isWorkday } from '../domain/work-calendar.js';
import { complainantOf, type Complainant, type Enterprise, type Person, type Town } from './people.js';
import type { Random } from './random.js';
import type { Scenario } from './scenarios.js';

/** A matter that comes in: when, by which way, from whom, about what. */
export interface Arrival {
  index: number;
  receivedAt: Instant;
  channel: Channel;
  scenario: Scenario;
  /** Index for aligned lists of the scenario. */
  variant: number;
  department: string;
  street: string;
  complainant: Complainant;
  /** Index of the arrival that it repeats. */
  repeatOf?: number;
  repeated?: true;
}

const CHANNELS: Partial<Record<Channel, number>> = {
  phone: 60,
  web: 30,
  wechat: 4,
  outreach: 2,
  visit: 1.2,
  letter: 0.8,
  sms: 0.8,
  email: 0.6,
  'special-supervisor': 0.4,
  transfer: 0.2,
};
/** January to December: quiet at the festival, busy before the year's end. */
const SEASON = [0.9, 0.65, 1.1, 1.15, 1.1, 1, 0.95, 0.95, 1.05, 0.85, 1.15, 1.15];
/** Web forms by the hour of the day. */
const HOURS = [3, 1, 1, 0, 0, 1, 3, 6, 14, 22, 24, 18, 12, 14, 20, 21, 18, 12, 11, 14, 17, 15, 10, 6];
/** Weeks in which one kind of complaint boils up: days before now, length in days, categories, how much more of it. */
const SPELLS: { ago: number; days: number; categories: string[]; more: number }[] = [
  { ago: 610, days: 25, categories: ['1104', '0303'], more: 4 },
  { ago: 395, days: 21, categories: ['0307', '0403', '0407'], more: 6 },
  { ago: 262, days: 30, categories: ['05'], more: 9 },
  { ago: 130, days: 18, categories: ['0602', '0601'], more: 7 },
  { ago: 26, days: 26, categories: ['1103', '0303', '0102'], more: 4 },
];
/** Sealed matters are rarer than their share of the scenarios. */
const SEALED_SHARE = 0.35;
/** Days the history reaches back, and days in which the same matter comes again. */
const HISTORY_DAYS = 730;
const REPEATS = { share: 0.035, sizes: [40, 25, 18, 10, 7], within: 20 };

/** Forms of yesterday, most of which wait for acceptance this morning. */
const FORMS_OF_THE_EVE = 4;

export interface Period {
  calendar: CityCalendar;
  /** Beginning of today; nothing that happens later belongs to the history. */
  until: Instant;
}

interface DayOfHistory {
  day: Day;
  staff: number;
  web: number;
}

const spellsOf = (ago: number) => SPELLS.filter((spell) => ago <= spell.ago && ago > spell.ago - spell.days);

function daysOf({ calendar, until }: Period): DayOfHistory[] {
  const today = dayOf(until);
  return Array.from({ length: HISTORY_DAYS }, (_, index) => {
    const ago = HISTORY_DAYS - index;
    const day = addDays(today, -ago);
    const trend = 0.65 + (0.8 * index) / HISTORY_DAYS;
    const spell = spellsOf(ago).reduce((most, { more }) => Math.max(most, 1 + more / 10), 1);
    const volume = trend * spell * SEASON[Number(day.slice(5, 7)) - 1]! * (ago <= 26 ? 1.5 : 1);
    const works = isWorkday(calendar, day);
    return { day, staff: works ? volume : 0, web: works ? volume : volume * 0.45 };
  });
}

/** A minute in which the channel is open: staff take matters in during duty, the form at any hour. */
function instantIn(day: Day, channel: Channel, calendar: CityCalendar, random: Random): Instant {
  if (channel === 'web') return instantOf(day, random.index(HOURS) * 60) + random.whole([0, 60 * MINUTE - 1]);
  const lengths = calendar.duty.map(([from, to]) => to - from);
  const [from, to] = calendar.duty[random.index(lengths)]!;
  return instantOf(day, from) + random.whole([MINUTE, (to - from - 1) * MINUTE]);
}

/** Draws what comes in over two years, in the order of its coming. */
export class Arrivals {
  private readonly days: DayOfHistory[];

  constructor(
    private readonly period: Period,
    private readonly town: Town,
    private readonly scenarios: readonly Scenario[],
    private readonly streets: readonly string[],
    private readonly random: Random,
  ) {
    this.days = daysOf(period);
  }

  draw(cases: number): Arrival[] {
    const repeats = Math.max(4, Math.round(cases * REPEATS.share));
    const first = Array.from({ length: cases - repeats }, (_, index) => this.one(index < FORMS_OF_THE_EVE));
    const all = [...first, ...this.repeats(first, repeats)].sort((a, b) => a.receivedAt - b.receivedAt);
    const place = new Map(all.map((arrival, index) => [arrival, index]));
    return all.map(({ original, ...arrival }, index) => ({
      ...arrival,
      index,
      ...(original ? { repeatOf: place.get(original)! } : {}),
    }));
  }

  private one(onTheEve: boolean): Drawn {
    const { random } = this;
    const channel = onTheEve ? 'web' : random.among(CHANNELS as Record<Channel, number>);
    const index = onTheEve ? HISTORY_DAYS - 1 : random.index(this.days.map((day) => (channel === 'web' ? day.web : day.staff)));
    const receivedAt = instantIn(this.days[index]!.day, channel, this.period.calendar, random);
    const scenario = this.scenarios[random.index(this.scenarios.map((one) => weightOf(one, HISTORY_DAYS - index)))]!;
    const variant = random.whole([0, scenario.titles.length - 1]);
    const aligned = scenario.aligned && scenario.departments.length === scenario.titles.length;
    const department = aligned ? scenario.departments[variant]! : random.pick(scenario.departments);
    const street = random.pick(this.streets);
    const who = this.whoFor(scenario);
    return { receivedAt, channel, scenario, variant, department, street, complainant: complainantOf(who, shyOf(scenario), street, random) };
  }

  private whoFor({ category, descriptions }: Scenario): Enterprise | Person {
    const business =
      descriptions.some((text) => text.includes('{company}')) || this.random.chance(SHARE_OF_BUSINESS[category.slice(0, 2)] ?? 0.7);
    return business ? this.town.enterprise(this.random) : this.town.citizen(this.random);
  }

  /** The same person, or the same enterprise, comes again about the same thing. */
  private repeats(from: readonly Drawn[], many: number): Drawn[] {
    const { random } = this;
    const fit = from.filter(({ scenario, receivedAt, complainant }) => {
      const old = (this.period.until - receivedAt) / DAY;
      return scenario.replies && !scenario.sealed && !complainant.anonymous && old > 12;
    });
    const found: Drawn[] = [];
    while (found.length < many && fit.length > 0) {
      const [original] = fit.splice(random.whole([0, fit.length - 1]), 1) as [Drawn];
      const times = found.length === 0 ? 4 : 1 + random.index(REPEATS.sizes);
      original.repeated = true;
      for (let n = 0; n < Math.min(times, many - found.length + 3); n++) found.push(this.again(original));
    }
    return found.slice(0, many);
  }

  private again(original: Drawn): Drawn {
    const { random } = this;
    const days = this.days.filter(({ day }) => {
      const apart = instantOf(day) - original.receivedAt;
      return apart > 0 && apart < REPEATS.within * DAY;
    });
    const channel: Channel = random.chance(0.7) ? 'phone' : 'web';
    const { day } = days[random.index(days.map((one) => (channel === 'web' ? one.web : one.staff)))]!;
    const { repeated: _, ...same } = original;
    return { ...same, channel, receivedAt: instantIn(day, channel, this.period.calendar, random), original };
  }
}

type Drawn = Omit<Arrival, 'index' | 'repeatOf'> & { original?: Drawn };

const SHARE_OF_BUSINESS: Record<string, number> = { '01': 0.6, '02': 0.3, '13': 0.8, '14': 0.35 };
const shyOf = ({ sealed, kinds }: Scenario): number => (sealed ? 0.3 : kinds[0] === 'report' ? 0.2 : 0.04);

function weightOf({ category, weight, sealed }: Scenario, ago: number): number {
  const more = spellsOf(ago).filter(({ categories }) => categories.some((prefix) => category.startsWith(prefix)));
  return weight * (sealed ? SEALED_SHARE : 1) * more.reduce((most, spell) => Math.max(most, spell.more), 1);
}
