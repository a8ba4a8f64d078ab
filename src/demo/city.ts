import type { WorkingDays } from '../calendar/working-days.js';
import { telephoneSettings } from '../calls/settings.js';
import type { CaseState } from '../domain/case-state.js';
import { readCardSettings } from '../domain/card-rules.js';
import { readOfficeSettings } from '../domain/office-settings.js';
import { DAY, dayOf, instantOf, type Instant } from '../domain/time.js';
import { workingDaysBefore } from '../domain/work-calendar.js';
import type { FileStore } from '../files/file-store.js';
import type { Clock } from '../platform/clock.js';
import { configJson } from '../platform/settings.js';
import { ArticleHistory } from './article-lives.js';
import { writeArticles } from './article-writing.js';
import { type Arrival, Arrivals, type Period } from './arrivals.js';
import { type AssessmentHistory, assessmentHistory, closedMonths, closingInstant, writeAssessment } from './assessment.js';
import { intake } from './desk.js';
import { deskHistory, type StateRow } from './desk-history.js';
import { exportsAsked, writeExports } from './exports-asked.js';
import { BACKLOG, type Fate, fateOf, habitOf, SET_PIECES, stalled } from './fates.js';
import { Hall } from './hall.js';
import { writeHall } from './hall-writing.js';
import { closedEvents, writeInvestigations } from './investigation-writing.js';
import { type Inquiry, investigationHistory } from './investigations.js';
import { Life } from './life.js';
import { writeOffice } from './office-writing.js';
import { officeOf, type OfficeYears } from './office-years.js';
import { type OutreachHistory, outreachOf, writeOutreach } from './outreach.js';
import { Staff, Town } from './people.js';
import { writeTypicalCases } from './publicity-writing.js';
import { Random } from './random.js';
import { loadScenarios, loadWording, matterOf } from './scenarios.js';
import { selfFindings } from './self-findings.js';
import { react } from './stories.js';
import type { Story } from './story.js';
import { toldIn } from './told.js';
import { TypicalHistory } from './typical-cases.js';
import { World } from './world.js';
import { clearLeftovers, hasCases, headOf, type Ink, trackingColumns, writeCases, writeLog } from './writing.js';

export interface CityDeps extends Ink {
  clock: Clock;
  workingDays: Pick<WorkingDays, 'calendar'>;
  /** Where the few recordings with sound lie; without it there are none. */
  files?: FileStore;
  log?: (line: string) => void;
}
export interface CityOptions {
  cases?: number;
  progress?: (done: number, of: number) => void;
}

const SEED = 12_345;
const CASES = 3_000;
/** Set pieces lie this many days back, so that they have come to their end. */
const LONG_PAST = 80;

/** Plays the two years before today: what would have come in, been done, and been told. Ends with yesterday, so that a day has one city. */
export function liveThrough(
  deps: Pick<CityDeps, 'clock' | 'reference' | 'workingDays'>,
  cases: number,
): { lives: Life[]; world: World; closings: ReadonlyMap<string, readonly CaseState[]>; years: OfficeYears } {
  const until = instantOf(dayOf(deps.clock.now()));
  const random = new Random(SEED);
  const wording = loadWording();
  const { calendar } = deps.workingDays;
  const town = new Town(wording, random.fork(1), cases);
  const arrivals = new Arrivals({ calendar, until }, town, loadScenarios(), wording.streets, random.fork(2)).draw(cases);
  const fates = fatesOf(arrivals, { calendar, until }, (code) => deps.reference.category(code)?.flags.complex === true, random.fork(3));
  const lives: Life[] = [];
  const { citable: articles } = articlesOf(deps);
  const story: Story = { staff: new Staff(), wording, reference: deps.reference, articles, lives };
  const departments = deps.reference.tree;
  const policyFor = (receivedAt: Instant) => ({ calendar, departments, limits: deps.reference.rulesAt('limits', receivedAt) });
  const world = new World(policyFor, until, (life, before) => react(life, story, before));
  const settings = { cards: readCardSettings(configJson('cards.json')), office: readOfficeSettings(configJson('supervision.json')) };
  const years = officeOf(world, story, { calendar, until }, settings, random.fork(7));
  const chance = random.fork(4);
  for (const arrival of arrivals) {
    const life = lifeOf(arrival, fates[arrival.index]!, story, world, chance);
    lives.push(life);
    world.start(life, intake(life, story), arrival.receivedAt);
  }
  const closings = new Map<string, readonly CaseState[]>();
  for (const month of closedMonths(arrivals[0]?.receivedAt ?? until, until)) {
    const begins = month.replace('-', '');
    const see = () =>
      closings.set(
        month,
        lives.flatMap(({ state }) => (state?.caseNumber.startsWith(begins) ? [state] : [])),
      );
    world.marks.push({ at: closingInstant(month), see });
  }
  world.play();
  return { lives, world, closings, years };
}

/** The hall of those two years: the calls in which the cases were told, all others, and who was at the desk. Ends with yesterday too. */
export function hallOf(
  { clock, workingDays }: Pick<CityDeps, 'clock' | 'workingDays'>,
  lives: readonly Life[],
): { hall: Hall; states: StateRow[] } {
  const random = new Random(SEED).fork(5);
  const { calendar } = workingDays;
  const operators = new Staff().operators.map(({ username }) => username);
  const hall = new Hall(lives, { calendar, until: instantOf(dayOf(clock.now())), settings: telephoneSettings(), operators, random });
  return { hall, states: deskHistory(hall, random.fork(4)) };
}

/** What was found, scored, appealed and closed in those two years; the log with all of it. */
function assessmentOf(
  deps: CityDeps,
  { lives, world, closings, told }: ReturnType<typeof liveThrough> & { told: World['events'] },
  base: number,
): { history: AssessmentHistory; counters: Map<string, number>; inquiries: readonly Inquiry[] } {
  const random = new Random(SEED).fork(6);
  const until = instantOf(dayOf(deps.clock.now()));
  const staff = new Staff();
  const onDuty = (day: string, minute: number) => world.dutyAfter(instantOf(day), minute);
  const span = { from: world.events[0]?.at ?? until, until };
  const findings = selfFindings(
    span,
    { staff, wording: loadWording(), keys: deps.keys, identities: deps.identities, onDuty },
    random.fork(1),
  );
  const { calendar } = deps.workingDays;
  const commission = investigationHistory(
    span,
    { staff, wording: loadWording(), identities: deps.identities, calendar, onDuty, lives },
    random.fork(3),
  );
  const states = new Map(lives.map(({ state }) => [state.caseNumber, state]));
  const history = assessmentHistory(
    {
      ...{ events: told, findings, until, base, departments: deps.reference.tree },
      ...{
        statesOf: (month: string) => closings.get(month) ?? [],
        stateAfter: (event, caseNumber) => world.after.get(event) ?? states.get(caseNumber),
      },
      inquiries: commission.events,
      ...{ leaderOf: (code: string) => staff.leader(code), supervisor: staff.supervisor, commissioner: staff.commissioner },
    },
    random.fork(2),
  );
  return { history, counters: findings.counters, inquiries: commission.inquiries };
}

/** What became of the knowledge base. */
export const articlesOf = ({ clock, workingDays: { calendar } }: Pick<CityDeps, 'clock' | 'workingDays'>): ArticleHistory =>
  new ArticleHistory({ calendar, until: instantOf(dayOf(clock.now())) }, new Staff());

/** What the city has told the public of those two years. */
export const publicityOf = ({ clock, reference }: Pick<CityDeps, 'clock' | 'reference'>, lives: readonly Life[]): TypicalHistory =>
  new TypicalHistory(lives, reference, instantOf(dayOf(clock.now())), new Random(SEED).fork(7));

/** The registers beside the cases: enterprises, visits, questionnaires, projects, those who watch, and what reviewers found. */
export const registersOf = (
  { keys, reference, workingDays, clock }: Pick<CityDeps, 'keys' | 'reference' | 'workingDays' | 'clock'>,
  lives: readonly Life[],
  world: World,
): Promise<OutreachHistory> => {
  const until = instantOf(dayOf(clock.now()));
  return outreachOf(lives, { keys, reference, calendar: workingDays.calendar, until, world }, new Random(SEED).fork(9));
};

function lifeOf(arrival: Arrival, fate: Fate, { wording, reference }: Story, world: World, chance: Random): Life {
  const { scenario, department, street, complainant, channel, index, variant } = arrival;
  const random = chance.fork(index);
  const matter = matterOf(
    {
      scenario,
      department,
      departmentName: reference.department(department)?.name ?? department,
      company: complainant.enterprise?.name ?? '本企业',
      street,
      index: variant,
    },
    chance.fork(arrival.repeatOf ?? index),
    random,
  );
  if (channel === 'outreach') matter.description += `（${random.pick(wording.phrases.outreach).replace(/。$/, '')}）`;
  const told = toldIn(arrival, matter, reference.category(scenario.category)?.flags ?? {}, wording, random);
  return new Life(world, arrival, matter, told, fate, random);
}

/** Takes an arrival out of a list: of those that fit, the one at a share of their number. */
function take(from: Arrival[], fits: (one: Arrival) => boolean, at: number): Arrival | undefined {
  const places = from.flatMap((one, place) => (fits(one) ? [place] : []));
  const place = places[Math.floor(at * places.length)];
  return place === undefined ? undefined : from.splice(place, 1)[0];
}

const isPlain = ({ scenario, repeatOf, repeated, complainant }: Arrival): boolean =>
  scenario.kinds[0] === 'complaint' &&
  !!scenario.replies &&
  !scenario.answers &&
  repeatOf === undefined &&
  !repeated &&
  !complainant.anonymous;

/** Fates by chance; over them the set pieces, on complaints long past, and the backlog, on those of the last weeks. */
function fatesOf(
  arrivals: readonly Arrival[],
  { calendar, until }: Period,
  isComplex: (categoryCode: string) => boolean,
  random: Random,
): Fate[] {
  const fates = arrivals.map(({ department, repeated, index }) => {
    const fate = fateOf(habitOf(department).fault, random.fork(index));
    return repeated ? { ...fate, desk: 'dispatch' as const, withdrawn: 'no' as const, sealedLater: 'no' as const } : fate;
  });
  const plain = arrivals.filter(isPlain);
  const past = plain.filter(({ receivedAt }) => receivedAt < until - LONG_PAST * DAY);
  SET_PIECES.forEach((piece, index) => {
    const web = ['reject', 'silence'].includes(piece.desk);
    const found = take(past, ({ channel }) => !web || channel === 'web', index / SET_PIECES.length);
    if (found) fates[found.index] = piece;
  });
  const recent = plain.filter(({ receivedAt, scenario }) => receivedAt >= until - LONG_PAST * DAY && !isComplex(scenario.category));
  const daysBefore = (days: number) => instantOf(workingDaysBefore(calendar, dayOf(until), days));
  for (const [stall, { cases, ago }] of Object.entries(BACKLOG) as [keyof typeof BACKLOG, (typeof BACKLOG)[keyof typeof BACKLOG]][]) {
    const [from, to] = [daysBefore(ago[1]), daysBefore(ago[0])];
    for (let n = 0; n < Math.max(1, Math.round((cases * arrivals.length) / CASES)); n++) {
      const fresh = take(recent, ({ receivedAt }) => receivedAt >= from && receivedAt < to, random.next());
      const found = fresh ?? take(recent, ({ receivedAt }) => receivedAt < to, 0.999);
      if (found) fates[found.index] = stalled(stall);
    }
  }
  return fates;
}

/**
 * Fills an empty city with two years of cases, the same on every run of a day: numbers, texts, statuses, instants and facts. Only
 * ciphertexts and tracking codes differ. Takes up again after an interruption; refuses where cases have been taken in already.
 */
export async function seedDemoCity(
  deps: CityDeps,
  { cases = CASES, progress }: CityOptions = {},
): Promise<{ cases: number; events: number }> {
  if (await hasCases(deps.db)) throw new Error('The city has cases already');
  await clearLeftovers(deps.db);
  const began = process.hrtime.bigint();
  const codes = trackingColumns(deps.keys, cases);
  const played = liveThrough(deps, cases);
  const { lives, world, years } = played;
  await writeCases(lives, codes, deps, (done) => progress?.(done, cases));
  const { hall, states } = hallOf(deps, lives);
  await writeHall(hall, states, deps);
  await writeOffice(years, deps);
  const typical = publicityOf(deps, lives);
  await writeTypicalCases(typical, deps);
  const files = exportsAsked(instantOf(dayOf(deps.clock.now())), new Random(SEED).fork(8), deps.keys);
  await writeExports(files, deps.db);
  const registers = await registersOf(deps, lives, world);
  await writeOutreach(deps.db, registers);
  const articles = articlesOf(deps);
  await writeArticles(articles, deps.db);
  const beside = [typical, files, registers, articles].flatMap(({ events }) => events);
  const told = [...world.events, ...beside].sort((a, b) => a.at - b.at);
  const base = await headOf(deps.db);
  const { history, counters, inquiries } = assessmentOf(deps, { ...played, told }, base);
  await writeAssessment(deps.db, history, base, counters);
  await writeInvestigations(inquiries, deps.db, deps.records);
  await writeLog(deps.db, closedEvents(history.events, deps.records), world.counters);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  deps.log?.(`demo city: ${lives.length} cases, ${history.events.length} events in ${seconds.toFixed(1)} s`);
  return { cases: lives.length, events: history.events.length };
}
