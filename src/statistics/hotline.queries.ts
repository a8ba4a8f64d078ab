import { Injectable } from '@nestjs/common';
import { NOBODY } from '../calls/call-conditions.js';
import { CallTallies, hourName } from '../calls/call-tallies.js';
import { People } from '../calls/people.js';
import { Presences } from '../calls/presences.js';
import { SKILLS } from '../domain/call-facts.js';
import { seesAllCalls } from '../domain/call-visibility.js';
import type { Actor } from '../domain/case-state.js';
import { type CallTally, type HotlineFigure, hotlineFigures, hotlineValueOf, type Presence } from '../domain/hotline-figures.js';
import { spansBetween, startOf } from '../domain/periods.js';
import { dayOf, fromInstant, HOUR, type Instant, toInstant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { invalid } from '../platform/http/problem.js';
import type { FigureRow, FigureView, HallGrouping, HotlineQuery, HotlineView } from './statistics.dto.js';

const MOST_DAYS = 2_000;
const NOTHING: Presence = { signedIn: 0, busy: 0 };
const SKILL_NAMES: Record<string, [name: string, nameEn: string]> = {
  general: ['综合', 'General'],
  enterprise: ['企业专席', 'Enterprises'],
  report: ['举报专席', 'Reports'],
};

/** What a row narrows the list by. */
type Link = Record<string, string>;
interface Group {
  code: string;
  name: string;
  nameEn: string;
  link: Link;
}
interface Period {
  from: string;
  to: string;
}
interface Counted {
  tallies: Map<string, CallTally[]>;
  presences: Map<string, Presence>;
}

/** The hall's figures, from call records and operators' states. Source: domain text, section 10. */
@Injectable()
export class HotlineQueries {
  constructor(
    private readonly tallies: CallTallies,
    private readonly presences: Presences,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** The whole hall, and a row for each part of it. Throws `input.invalid` (422) beyond 2,000 days. */
  async hotline({ from: first, to: last, groupBy }: HotlineQuery, by: Actor): Promise<HotlineView> {
    const today = dayOf(this.clock.now());
    const period = { from: first ?? startOf(today, 'month'), to: last ?? today };
    const [from, to] = [fromInstant(period.from), toInstant(period.to)];
    const figures = hotlineFigures(this.tallies.policy);
    const byAgent = await this.presences.byAgent(from, to);
    const listed = seesAllCalls(by) ? period : undefined;
    const all = (await this.tallies.count({ from, to, unit: 'all', figures })).get('') ?? [];
    const whole = [...byAgent.values()].reduce(
      (sum, one) => ({ signedIn: sum.signedIn + one.signedIn, busy: sum.busy + one.busy }),
      NOTHING,
    );
    return {
      ...period,
      ...(groupBy ? { groupBy } : {}),
      answerWithin: this.tallies.policy.answeredWithinSeconds,
      target: this.tallies.policy.serviceLevelTarget,
      figures: views(figures, all, whole, listed),
      rows: groupBy ? await this.rows(groupBy, period, figures, byAgent, listed) : [],
    };
  }

  private async rows(
    unit: HallGrouping,
    period: Period,
    all: readonly HotlineFigure[],
    byAgent: Map<string, Presence>,
    listed: Period | undefined,
  ): Promise<FigureRow[]> {
    const [from, to] = [fromInstant(period.from), toInstant(period.to)];
    const figures = unit === 'skill' ? all.filter(({ occupancy }) => !occupancy) : all; // nobody is signed in by skill
    const tallies = await this.tallies.count({ from, to, unit, figures });
    const presences = unit === 'hour' || unit === 'day' ? await this.presences.byTime(unit, from, to) : byAgent;
    return this.groups(unit, from, to, { tallies, presences }).map(({ code, name, nameEn, link }) => {
      const own = listed && { ...listed, ...link };
      return { code, name, nameEn, figures: views(figures, tallies.get(code) ?? [], presences.get(code) ?? NOTHING, own) };
    });
  }

  /** The rows of a table in their order: all hours, all days, all skills; of people those who were there. */
  private groups(unit: HallGrouping, from: Instant, to: Instant, { tallies, presences }: Counted): Group[] {
    if (unit === 'hour') {
      return Array.from({ length: 24 }, (_, hour) => {
        const name = `${hourName(hour * HOUR)}:00–${hourName((hour + 1) * HOUR)}:00`;
        return { code: hourName(hour * HOUR), name, nameEn: name, link: { hour: String(hour) } };
      });
    }
    if (unit === 'day') {
      const spans = spansBetween(dayOf(from), dayOf(to - 1), 'day', MOST_DAYS + 1);
      if (spans.length > MOST_DAYS) throw invalid([{ field: 'from', code: 'too-long' }]);
      return spans.map(({ period: day }) => {
        const [start, end] = [fromInstant(day) < from ? from : day, toInstant(day) > to ? to : day];
        return { code: day, name: day, nameEn: day, link: { from: textOf(start), to: textOf(end) } };
      });
    }
    if (unit === 'skill') {
      const codes = [...new Set([...SKILLS, ...tallies.keys()])];
      return codes.map((code) => ({
        code,
        name: SKILL_NAMES[code]?.[0] ?? code,
        nameEn: SKILL_NAMES[code]?.[1] ?? code,
        link: { skill: code },
      }));
    }
    const people = [...new Set([...tallies.keys(), ...presences.keys()])].filter((code) => code !== NOBODY).sort();
    const named = people.map((code) => ({ code, name: this.people.nameOf(code), nameEn: this.people.nameOf(code), link: { agent: code } }));
    const nobody = { code: NOBODY, name: '无人接听', nameEn: 'Nobody', link: { agent: NOBODY } };
    return tallies.has(NOBODY) ? [...named, nobody] : named;
  }
}

/** A day as it is, an instant as the API reads it. */
const textOf = (bound: string | Instant): string => (typeof bound === 'string' ? bound : new Date(bound).toISOString());

function views(
  figures: readonly HotlineFigure[],
  tallies: readonly CallTally[],
  presence: Presence,
  link: Link | Period | undefined,
): FigureView[] {
  return figures.map((figure) => {
    const { key, name, nameEn, unit, formula, formulaEn } = figure;
    const cases = link ? listOf(figure, link) : '';
    return { key, name, nameEn, unit, ...hotlineValueOf(figure, tallies, presence), formula, formulaEn, cases };
  });
}

/** The address of the list behind a figure: the calls of its numerator, for a time or for occupancy those it was made of. */
function listOf({ key, time, occupancy }: HotlineFigure, link: Link | Period): string {
  const query = new URLSearchParams({ ...link, figure: key, part: time || occupancy ? 'denominator' : 'numerator' });
  return `/api/v1/calls?${query}`;
}
