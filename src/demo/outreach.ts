import type { FeeRule, ListedFee } from '../domain/fee-check.js';
import { addDays, dayOf, instantOf, type Instant } from '../domain/time.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import type { Reference } from '../departments/reference.js';
import type { ToldEvent } from '../events/event-log.js';
import { Contacts } from '../feedback/contacts.js';
import { MONITORING } from '../feedback/monitoring-points.js';
import type { Keys } from '../platform/crypto.js';
import { type Db, insertRows } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import { enterpriseList, enterpriseRows } from './enterprise-list.js';
import { findingHistory } from './findings.js';
import type { Life } from './life.js';
import { Staff, Town } from './people.js';
import { projectHistory, type ProjectWording } from './project-list.js';
import { Rounds } from './questionnaire-rounds.js';
import { Random } from './random.js';
import { loadWording } from './scenarios.js';
import { type VisitWording, Visiting } from './visits.js';
import { Watching, type WatcherWording } from './watchers.js';
import type { World } from './world.js';

/** Tables of this part, in the order of their writing. */
export const OUTREACH_TABLES = [
  ...['enterprises', 'visits', 'visit_matters', 'questionnaire_rounds', 'questionnaire_invitations', 'questionnaire_answers'],
  ...['projects', 'project_cases', 'special_supervisors', 'monitoring_points', 'ways_in', 'observations', 'point_reports'],
  ...['fee_checks', 'case_behaviours'],
];
/** Whoever tries the demo gets in with this code, as with the password of the accounts. */
const DEMO_CODE = 'demo-12345';

export interface OutreachDeps {
  keys: Keys;
  reference: Reference;
  calendar: CityCalendar;
  until: Instant;
  world: Pick<World, 'events' | 'dutyAfter'>;
}

/** What the two years left in the registers of the mandate, and what the log says of it. */
export interface OutreachHistory {
  tables: Record<string, object[]>;
  counters: object[];
  events: ToldEvent[];
}

/** Plays it from the same seed as the rest: equal days have equal registers, ciphertexts apart. */
export async function outreachOf(lives: readonly Life[], deps: OutreachDeps, random: Random): Promise<OutreachHistory> {
  const { keys, reference, calendar, until, world } = deps;
  const contacts = new Contacts(keys);
  const staff = new Staff();
  const wording = configJson<VisitWording & ProjectWording & WatcherWording & { words: string[] }>('demo/outreach.json');
  const city = loadWording();
  const list = enterpriseList(lives, staff, random.fork(1));
  const visits = new Visiting(list, until, calendar, staff, wording, contacts, random.fork(2)).make(lives);
  const rounds = new Rounds(list, until, staff, wording.words, keys, contacts, random.fork(3)).make();
  const projects = projectHistory(list, lives, { until, staff, contacts, wording }, random.fork(4));
  const codeHash = await keys.hashPassword(DEMO_CODE);
  const town = new Town(city, random.fork(5), 80);
  const watchers = new Watching(wording, until, staff, contacts, codeHash, random.fork(6)).make(lives, list, town, MONITORING);
  const lasts = lastEvents(world.events);
  const dutyAfter = (from: Instant, minutes: number) => world.dutyAfter(from, minutes);
  const about = { until, staff, reference, fees: listedFees(), dutyAfter, lastOf: (caseNumber: string) => lasts.get(caseNumber) };
  const findings = findingHistory(lives, about, random.fork(7));
  const first = world.events[0]?.at ?? until;
  const begin = instantOf(addDays(dayOf(first), 1), 9 * 60);
  const imported = { type: 'enterprise.imported', facts: { added: list.length, known: 0, bad: 0 }, by: staff.supervisor, at: begin };
  return {
    tables: {
      enterprises: enterpriseRows(list, contacts, city.streets, begin, random.fork(8)),
      ...{ visits: visits.visits, visit_matters: visits.matters },
      ...{ questionnaire_rounds: rounds.rounds, questionnaire_invitations: rounds.invitations, questionnaire_answers: rounds.answers },
      ...{ projects: projects.projects, project_cases: projects.cases },
      ...{ special_supervisors: watchers.supervisors, monitoring_points: watchers.points, ways_in: watchers.waysIn },
      ...{ observations: watchers.observations, point_reports: watchers.reports },
      ...{ fee_checks: findings.feeChecks, case_behaviours: findings.behaviours },
    },
    counters: watchers.counters,
    events: [
      { ...imported, audience: 'office' as const },
      ...visits.events,
      ...rounds.events,
      ...projects.events,
      ...watchers.events,
      ...findings.events,
    ]
      // The log begins with the first case; what was there before is told as of then.
      .map((event) => (event.at > first ? event : { ...event, at: first + 1 }))
      .sort((a, b) => a.at - b.at),
  };
}

function lastEvents(events: World['events']): ReadonlyMap<string, Instant> {
  const lasts = new Map<string, Instant>();
  for (const { caseNumber, at } of events) if (caseNumber) lasts.set(caseNumber, at);
  return lasts;
}

/** The register as the city begins with it. */
const listedFees = (): ListedFee[] =>
  configJson<(Omit<ListedFee, 'rule' | 'validTo'> & { rule: FeeRule; validTo?: string })[]>('fees.json').map((fee) => ({
    ...fee,
    validTo: fee.validTo ?? null,
  }));

/** Writes the registers; the log follows with everything else. */
export async function writeOutreach(db: Db, { tables, counters }: OutreachHistory): Promise<void> {
  await db.write(async (tx) => {
    for (const table of OUTREACH_TABLES) await insertRows(tx, table, tables[table] ?? []);
    await insertRows(tx, 'counters', counters);
  });
}
