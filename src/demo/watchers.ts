import { COMPLAINANT } from '../domain/case-state.js';
import { type MonitoringFigure, monthsBetween, monthOf } from '../domain/monitoring.js';
import { addDays, dayOf, instantOf, type Day, type Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Contacts } from '../feedback/contacts.js';
import type { Listed } from './enterprise-list.js';
import type { Life } from './life.js';
import type { Person, Staff, Town } from './people.js';
import type { Random } from './random.js';

/** Texts of people who watch; `config/demo/outreach.json`. */
export interface WatcherWording {
  organisations: { name: string; kind: string }[];
  points: { kind: string; name: string; departmentCode?: string }[];
  pointWords: string[];
}
type Row = Record<string, unknown>;

export interface WatcherHistory {
  supervisors: Row[];
  points: Row[];
  waysIn: Row[];
  observations: Row[];
  reports: Row[];
  counters: Row[];
  events: ToldEvent[];
}

const FURTHER = 4;
const numberOf = (prefix: string, n: number): string => `${prefix}${String(n).padStart(3, '0')}`;

/** Special supervisors, those who filed a case of their channel among them, and monitoring points, some of which forget a month. */
export class Watching {
  private readonly history: WatcherHistory = {
    ...{ supervisors: [], points: [], waysIn: [], observations: [], reports: [], counters: [], events: [] },
  };
  private readonly begin: Day;

  constructor(
    private readonly wording: WatcherWording,
    private readonly until: Instant,
    private readonly staff: Staff,
    private readonly contacts: Contacts,
    private readonly codeHash: string,
    private readonly random: Random,
  ) {
    this.begin = addDays(dayOf(until), -740);
  }

  make(lives: readonly Life[], list: readonly Listed[], town: Pick<Town, 'citizen'>, figures: readonly MonitoringFigure[]): WatcherHistory {
    const filed = lives.filter(({ state, arrival }) => state.channel === 'special-supervisor' && arrival.complainant.given.name);
    const people = new Map<string, { person: Person; lives: Life[] }>();
    for (const life of filed) {
      const { name = '', phone = '' } = life.arrival.complainant.given;
      const known = people.get(phone) ?? { person: { name, phone, email: '' }, lives: [] };
      people.set(phone, { ...known, lives: [...known.lives, life] });
    }
    for (let n = 0; n < FURTHER; n++) {
      const person = town.citizen(this.random);
      if (!people.has(person.phone)) people.set(person.phone, { person, lives: [] });
    }
    for (const { person, lives: own } of people.values()) this.supervisor(person, own);
    // Who was appointed last has not had a link yet.
    this.history.waysIn.pop();
    for (const point of this.wording.points) this.point(point, list, figures);
    this.history.counters.push(
      { name: 'watchers:JD', value: this.history.supervisors.length },
      { name: 'watchers:JC', value: this.history.points.length },
    );
    this.history.events.sort((a, b) => a.at - b.at);
    return this.history;
  }

  private supervisor({ name, phone }: Person, own: readonly Life[]): void {
    const { history, random, contacts } = this;
    const number = numberOf('JD', history.supervisors.length + 1);
    const at = instantOf(this.begin, 9 * 60 + history.supervisors.length);
    const { name: organisation, kind } = random.pick(this.wording.organisations);
    history.supervisors.push({
      ...{ number, kind, termFrom: this.begin, termTo: addDays(this.begin, 5 * 365) },
      name: contacts.close(name, 'special_supervisors.name', number),
      phone: contacts.close(phone, 'special_supervisors.phone', number),
      phoneIndex: contacts.phoneIndex(phone, 'special-supervisor'),
      organisation: contacts.close(organisation, 'special_supervisors.organisation', number),
      ...{ active: true, createdAt: at },
    });
    history.events.push({ type: 'special-supervisor.added', facts: { number }, by: this.staff.supervisor, at, audience: 'office' });
    this.wayIn(number, 'special-supervisor', at);
    for (const { state } of own)
      if (state.status !== 'sealed') history.observations.push({ caseNumber: state.caseNumber, number, at: state.receivedAt });
  }

  private point(
    { kind, name, departmentCode }: WatcherWording['points'][number],
    list: readonly Listed[],
    figures: readonly MonitoringFigure[],
  ): void {
    const { history, random, contacts } = this;
    const place = history.points.length;
    const number = numberOf('JC', place + 1);
    const { enterprise } = list[(place * 5) % list.length]!;
    const since = monthOf(addDays(this.begin, 30 + place * 45));
    const at = instantOf(`${since}-03`, 10 * 60);
    history.points.push({
      ...{
        number,
        kind,
        name: kind === 'enterprise' ? enterprise.name : name,
        departmentCode: departmentCode ?? null,
        since,
        endedOn: null,
      },
      contactName: contacts.close(enterprise.contact.name, 'monitoring_points.contactName', number),
      contactPhone: contacts.close(enterprise.contact.phone, 'monitoring_points.contactPhone', number),
      createdAt: at,
    });
    history.events.push({ type: 'monitoring-point.added', facts: { number }, by: this.staff.supervisor, at, audience: 'office' });
    this.wayIn(number, 'monitoring-point', at);
    const last = monthOf(dayOf(this.until));
    for (const month of monthsBetween(since, last).filter((one) => one < last)) {
      const due = instantOf(addDays(`${month}-28`, random.whole([5, 12])), 9 * 60 + random.whole([0, 480]));
      if (random.chance(0.1) || due >= this.until) continue;
      const told = Object.fromEntries(figures.map((figure) => [figure.code, figureOf(figure, random)]));
      const capped = {
        ...told,
        trips: Math.min(told.trips ?? 0, told.errands ?? 0),
        unscanned: Math.min(told.unscanned ?? 0, told.inspections ?? 0),
      };
      const words = random.chance(0.25) ? random.pick(this.wording.pointWords) : undefined;
      history.reports.push({
        ...{ number, month, figures: JSON.stringify(capped), at: due },
        words: contacts.close(words, 'point_reports.words', `${number}:${month}`),
      });
      history.events.push({ type: 'monitoring-point.reported', facts: { number, month }, by: COMPLAINANT, at: due, audience: 'office' });
    }
  }

  private wayIn(number: string, owner: string, at: Instant): void {
    const nothing = { setupHash: null, setupExpiresAt: null, failures: 0, lockedUntil: null };
    this.history.waysIn.push({ number, owner, ...nothing, codeHash: this.codeHash, setAt: at + 86_400_000 });
  }
}

/** A figure of a month as it may well be. */
function figureOf({ code, unit }: MonitoringFigure, random: Random): number {
  if (unit === 'score') return Math.round(random.between([3, 5]) * 2) / 2;
  if (unit === 'yuan') return random.chance(0.4) ? 0 : random.whole([2, 60]) * 100;
  if (unit === 'days') return random.whole([1, 15]);
  if (code === 'errands') return random.whole([2, 24]);
  return random.whole([0, 4]);
}
