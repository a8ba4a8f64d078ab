import type { Actor } from '../domain/case-state.js';
import { addDays, dayOf, instantOf, MINUTE, type Day, type Instant } from '../domain/time.js';
import { isWorkday, type CityCalendar } from '../domain/work-calendar.js';
import type { ToldEvent } from '../events/event-log.js';
import type { Contacts } from '../feedback/contacts.js';
import { idOf, type Listed } from './enterprise-list.js';
import type { Life } from './life.js';
import type { Staff } from './people.js';
import type { Random } from './random.js';

/** Texts of visits; `config/demo/outreach.json`. */
export interface VisitWording {
  said: string[];
  matters: { kind: string; categoryCode: string; departmentCode: string; text: string }[];
}
interface Told {
  id: string;
  by: Actor;
  at: Instant;
  plannedAt: Instant;
  matters: number;
}
type Event = ToldEvent;
type Row = Record<string, unknown>;

/** Visits of the two years with their matters, and what the log says of them. */
export interface VisitHistory {
  visits: Row[];
  matters: Row[];
  events: Event[];
}

const PLAIN_VISITS = 130;
const AHEAD = 9;
const HISTORY_DAYS = 700;
const FROM_VISIT_TO_CASE = 20 * MINUTE;

/** Visits after which a case of the channel came in, visits that found nothing or little, and those that are planned. */
export class Visiting {
  private readonly history: VisitHistory = { visits: [], matters: [], events: [] };
  private readonly today: Day;

  constructor(
    private readonly list: readonly Listed[],
    private readonly until: Instant,
    private readonly calendar: CityCalendar,
    private readonly staff: Staff,
    private readonly wording: VisitWording,
    private readonly contacts: Contacts,
    private readonly random: Random,
  ) {
    this.today = dayOf(until);
  }

  make(lives: readonly Life[]): VisitHistory {
    const byCode = new Map(this.list.map((one) => [one.enterprise.uscc, one]));
    for (const life of lives) {
      const listed = byCode.get(life.arrival.complainant.enterprise?.uscc ?? '');
      if (life.state.channel === 'outreach' && listed) this.found(life, listed);
    }
    for (let n = 0; n < PLAIN_VISITS; n++) this.plain(n);
    for (let n = 0; n < AHEAD; n++) this.planned(n);
    this.history.events.sort((a, b) => a.at - b.at);
    return this.history;
  }

  /** The visit a case of the channel was found at: it was registered in the hours after. */
  private found(life: Life, listed: Listed): void {
    const { caseNumber, receivedAt, kind, categoryCode, accusedDepartmentCode, status } = life.state;
    const day = dayOf(receivedAt);
    const told = this.visit(listed, this.workdayBefore(day, this.random.whole([3, 9])), day, 1, receivedAt - FROM_VISIT_TO_CASE);
    const id = idOf(this.random);
    const isSealed = status === 'sealed';
    this.history.matters.push({
      id,
      visitId: told.id,
      position: 0,
      kind,
      categoryCode,
      accusedDepartmentCode,
      amountFen: null,
      text: null,
      caseNumber: isSealed ? null : this.contacts.close(caseNumber, 'visit_matters.caseNumber', id),
      caseIndex: isSealed ? null : this.contacts.linkIndex(caseNumber, 'visit-matter'),
      registeredAt: receivedAt,
    });
  }

  private plain(n: number): void {
    const { random } = this;
    const back = Math.floor(((n + random.next()) * HISTORY_DAYS) / PLAIN_VISITS) + 2;
    const day = this.workdayBefore(addDays(this.today, -back), 0);
    const listed = random.pick(this.list);
    const isRecent = back < 20;
    const told = this.visit(listed, this.workdayBefore(day, random.whole([2, 8])), day, isRecent && random.chance(0.6) ? 1 : 0);
    if (told.matters === 0) return;
    const { kind, categoryCode, departmentCode, text } = random.pick(this.wording.matters);
    const id = idOf(random);
    this.history.matters.push({
      ...{ id, visitId: told.id, position: 0, kind, categoryCode, accusedDepartmentCode: departmentCode, amountFen: null },
      ...{ text: this.contacts.close(text, 'visit_matters.text', id), caseNumber: null, caseIndex: null, registeredAt: null },
    });
  }

  private planned(n: number): void {
    const listed = this.list[(n * 7) % this.list.length]!;
    const plannedAt = this.moment(this.workdayBefore(this.today, 1 + (n % 3)));
    const by = this.visitor(listed);
    const id = idOf(this.random);
    const plannedOn = this.workdayAfter(this.today, 1 + n);
    const isCancelled = n === AHEAD - 1;
    this.history.visits.push({
      ...{
        id,
        enterpriseId: listed.id,
        departmentCode: by.departmentCode ?? null,
        state: isCancelled ? 'cancelled' : 'planned',
        plannedOn,
      },
      ...{ visitedOn: null, visitors: by.name, said: null, username: by.username, createdAt: plannedAt, recordedAt: null },
    });
    this.tell('visit.planned', { visit: id, plannedOn }, by, plannedAt);
    if (isCancelled) this.tell('visit.cancelled', { visit: id }, by, plannedAt + 3_600_000);
  }

  private visit(listed: Listed, planned: Day, day: Day, matters: number, latest = this.until): Told {
    const id = idOf(this.random);
    const by = this.visitor(listed);
    const [plannedAt, at] = [this.moment(planned), Math.min(this.moment(day), latest)];
    const said = this.random.pick(this.wording.said);
    this.history.visits.push({
      ...{ id, enterpriseId: listed.id, departmentCode: by.departmentCode ?? null, state: 'done', plannedOn: day, visitedOn: day },
      ...{
        visitors: by.name,
        said: this.contacts.close(said, 'visits.said', id),
        username: by.username,
        createdAt: plannedAt,
        recordedAt: at,
      },
    });
    this.tell('visit.planned', { visit: id, plannedOn: day }, by, plannedAt);
    this.tell('visit.recorded', { visit: id, matters }, by, at);
    return { id, by, at, plannedAt, matters };
  }

  /** The service officer goes himself; where there is none, the office does. */
  private visitor({ departmentCode }: Listed): Actor {
    return departmentCode ? this.staff.handler(departmentCode) : this.staff.supervisor;
  }

  private tell(type: string, facts: Record<string, unknown>, by: Actor, at: Instant): void {
    if (at < this.until) this.history.events.push({ type, facts, by, at, audience: 'office' });
  }

  /** A moment of the morning or the afternoon. */
  private moment(day: Day): Instant {
    return instantOf(day, this.random.pick([9, 10, 14, 15]) * 60 + this.random.whole([5, 55]));
  }

  private workdayBefore(day: Day, days: number): Day {
    let found = addDays(day, -days);
    while (!isWorkday(this.calendar, found)) found = addDays(found, -1);
    return found;
  }

  private workdayAfter(day: Day, days: number): Day {
    let found = addDays(day, days);
    while (!isWorkday(this.calendar, found)) found = addDays(found, 1);
    return found;
  }
}
