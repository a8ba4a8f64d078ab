import type { Identities } from '../complainants/identities.js';
import type { Actor } from '../domain/case-state.js';
import { type InvestigationBody, investigationStepFor, performInvestigation } from '../domain/investigation-life.js';
import { investigationNumberOf, openedInvestigation } from '../domain/investigation-opening.js';
import { settingsAt } from '../domain/investigation-settings.js';
import type { InvestigationState } from '../domain/investigation-state.js';
import type { Conclusion, Handling, Rank, StepKind } from '../domain/investigation-words.js';
import { addDays, DAY, type Day, dayOf, type Instant, instantOf } from '../domain/time.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import { indexedFacts } from '../investigations/consequences.js';
import { INVESTIGATION_SETTINGS } from '../investigations/investigations.js';
import { configJson } from '../platform/settings.js';
import type { Life } from './life.js';
import type { Staff } from './people.js';
import type { Random } from './random.js';
import type { Wording } from './scenarios.js';
import type { Told } from './self-findings.js';
import { idAt } from './telling.js';

interface Clue {
  title: string;
  text: string;
  category: string;
  departments: string[];
}
interface Texts {
  clues: Clue[];
  register: string[];
  opinions: Record<Handling, string>;
  steps: Partial<Record<StepKind, string[]>>;
  conclusions: Record<Conclusion, string>;
  file: string;
  hear: string;
  decide: string;
  carryOut: string;
  clarify: string;
  posts: string[];
}

/** One investigation of the demo city: its state and every step of its file. */
export interface Inquiry {
  state: InvestigationState;
  steps: { after: InvestigationState; type: string; said: object; username: string }[];
}
/** The commission's two years: files, and what the log was told, sealed facts in plain still. */
export interface InquiryHistory {
  inquiries: Inquiry[];
  events: Told[];
}
export interface InquiryWorld {
  staff: Staff;
  wording: Wording;
  identities: Identities;
  calendar: CityCalendar;
  onDuty: (day: Day, minute: number) => Instant;
  lives: readonly Life[];
}

/** How an investigation goes: a way of handling, what is found, what follows. */
interface Fate {
  handling: Handling;
  conclusion?: Conclusion;
  filed?: true;
  measures?: string[];
  /** Ends after so many of its steps. */
  stops?: number;
}
const FATES: readonly Fate[] = [
  { handling: 'preliminary-verification', conclusion: 'proven', filed: true, measures: ['warning'] },
  { handling: 'talk-or-letter', conclusion: 'unproven' },
  { handling: 'preliminary-verification', conclusion: 'proven', measures: ['admonition'] },
  { handling: 'held', conclusion: 'unverifiable' },
  { handling: 'preliminary-verification', conclusion: 'partly-proven', filed: true, measures: ['demerit', 'off-enforcement'] },
  { handling: 'preliminary-verification', conclusion: 'false-accusation' },
  { handling: 'preliminary-verification', conclusion: 'proven', filed: true, measures: ['removal', 'party-removal'] },
  { handling: 'talk-or-letter', conclusion: 'proven', measures: ['criticism', 'off-post-training'] },
  { handling: 'preliminary-verification', conclusion: 'unproven' },
];
/** What lies on the desk today: how many days ago it came, and how far it has come. */
const PRESENT: readonly (Fate & { ago: number })[] = [
  { ago: 150, handling: 'preliminary-verification', conclusion: 'proven', filed: true, measures: ['major-demerit'], stops: 15 },
  { ago: 75, handling: 'preliminary-verification', conclusion: 'false-accusation', stops: 8 },
  { ago: 68, handling: 'preliminary-verification', stops: 6 },
  { ago: 60, handling: 'preliminary-verification', conclusion: 'partly-proven', stops: 8 },
  { ago: 22, handling: 'talk-or-letter', stops: 5 },
  { ago: 29, handling: 'held', stops: 1 },
  { ago: 3, handling: 'held', stops: 0 },
];
const EVERY_DAYS = 43;
const RANKS: readonly Rank[] = ['staff', 'section', 'deputy-division'];

/** Plays the commission's own work by its own table: clues, files, conclusions by two people, measures that run out by themselves. */
export function investigationHistory(
  { from, until }: { from: Instant; until: Instant },
  world: InquiryWorld,
  random: Random,
): InquiryHistory {
  const history: InquiryHistory = { inquiries: [], events: [] };
  const texts = configJson<Texts>('demo/investigations.json');
  const sealed = world.lives.filter(({ state }) => state.status === 'sealed');
  const starts: { day: Day; fate: Fate }[] = [];
  for (let day = addDays(dayOf(from), 20), n = 0; instantOf(day) < until - 160 * DAY; day = addDays(day, EVERY_DAYS), n++)
    starts.push({ day, fate: FATES[n % FATES.length]! });
  for (const { ago, ...fate } of [...PRESENT].sort((a, b) => b.ago - a.ago)) starts.push({ day: addDays(dayOf(until), -ago), fate });
  const counts = new Map<string, number>();
  for (const [index, { day, fate }] of starts.entries()) {
    const chance = random.fork(index);
    const at = world.onDuty(day, chance.whole([30, 300]));
    const year = dayOf(at).slice(0, 4);
    counts.set(year, (counts.get(year) ?? 0) + 1);
    const number = investigationNumberOf(year, counts.get(year)!);
    // every other one comes from a sealed case that lay there by then
    const life = index % 2 === 0 ? sealed.filter(({ state }) => (state.closedAt ?? state.receivedAt) < at - DAY).at(-1) : undefined;
    new Playing(number, { texts, world, chance, until, history }).play(at, fate, life);
  }
  history.events.sort((a, b) => a.at - b.at);
  return history;
}

class Playing {
  private readonly inquiry: Inquiry = { state: undefined as never, steps: [] };
  private at: Instant = 0;

  constructor(
    private readonly number: string,
    private readonly around: { texts: Texts; world: InquiryWorld; chance: Random; until: Instant; history: InquiryHistory },
  ) {}

  play(at: Instant, fate: Fate, life: Life | undefined): void {
    const { texts, chance, history, world } = this.around;
    this.at = at;
    const { inspectors } = world.staff;
    const clue = life ? clueOf(life, texts, chance) : chance.pick(texts.clues);
    const departmentCode = life?.state.accusedDepartmentCode ?? chance.pick(clue.departments);
    const given = life && !life.arrival.complainant.anonymous && Boolean(life.arrival.complainant.given.phone);
    const caseNumbers = life ? [life.state.caseNumber] : [];
    const { next, events } = openedInvestigation(
      {
        ...{ investigationNumber: this.number, source: life ? 'sealed-case' : 'own-finding', title: clue.title, text: clue.text },
        ...{ categoryCode: clue.category, departments: [departmentCode], caseNumbers, reporters: given ? caseNumbers : [] },
      },
      inspectors[0]!,
      { now: at, calendar: world.calendar, settings: settingsAt(INVESTIGATION_SETTINGS, at) },
    );
    history.inquiries.push(this.inquiry);
    this.keep(next, events, 'open', { text: clue.text }, inspectors[0]!);
    this.go(fate, departmentCode, clue.category);
  }

  /** The steps one after the other, as far as today or as the fate lets them. */
  private go(fate: Fate, departmentCode: string, categoryCode: string): void {
    const { chance, until } = this.around;
    const steps = this.stepsOf(fate, departmentCode, categoryCode);
    for (const [index, [days, by, action, body]] of steps.entries()) {
      if (fate.stops !== undefined && index >= fate.stops) return;
      this.at = this.around.world.onDuty(dayOf(this.at + chance.whole(days) * DAY), chance.whole([20, 400]));
      if (this.at >= until) return;
      const said = typeof body === 'function' ? body() : body;
      if (said) this.act(by, action, said);
    }
  }

  private stepsOf(fate: Fate, departmentCode: string, categoryCode: string): Step[] {
    const { texts, chance, world } = this.around;
    const { handling, conclusion, filed, measures = [] } = fate;
    const [one, two] = world.staff.inspectors as [Actor, Actor];
    const chief = world.staff.commissioner;
    const said = (kind: StepKind): InvestigationBody => ({ kind, text: chance.pick(texts.steps[kind]!) });
    const tell = (stage: string) => (): InvestigationBody | undefined => this.telling(stage);
    const name = `${chance.pick(world.wording.surnames)}${chance.pick(world.wording.givenNames)}`;
    const person = { name, departmentCode, rank: chance.pick(RANKS), post: chance.pick(texts.posts) };
    const looked: Step[] =
      handling === 'talk-or-letter'
        ? [
            [[2, 4], one, 'log-step', said('letter-sent')],
            [[8, 18], one, 'log-step', said('letter-answered')],
          ]
        : handling === 'held'
          ? []
          : [
              [[5, 9], one, 'log-step', said('evidence')],
              [[5, 9], two, 'log-step', said('interview')],
            ];
    const isProven = conclusion === 'proven' || conclusion === 'partly-proven';
    return [
      [[1, 3], one, 'register', { text: chance.pick(texts.register) }],
      [[0, 1], chief, 'name-reader', { username: two.username }],
      [[6, 14], one, 'assess', { handling, text: texts.opinions[handling] }],
      [[0, 2], one, 'notify', tell('acceptance')],
      ...looked,
      ...(isProven ? [[[2, 4], one, 'add-person', person] as Step] : []),
      ...(filed
        ? ([
            [[3, 8], chief, 'file', { text: texts.file }],
            [[1, 3], one, 'begin', {}],
            [[6, 12], one, 'log-step', said('collective-decision')],
          ] satisfies Step[])
        : []),
      ...(conclusion ? this.concluding(conclusion, filed === true, measures, { departmentCode, categoryCode }) : []),
    ];
  }

  private concluding(
    conclusion: Conclusion,
    filed: boolean,
    measures: readonly string[],
    about: { departmentCode: string; categoryCode: string },
  ): Step[] {
    const { texts, world } = this.around;
    const [one, two] = world.staff.inspectors as [Actor, Actor];
    const chief = world.staff.commissioner;
    const opened = dayOf(this.at);
    const matter = () => ({ ...about, from: addDays(opened, -60), to: addDays(opened, -10), ...this.personId() });
    const proposal = () => ({ conclusion, text: texts.conclusions[conclusion], matters: [matter()] });
    const isFalse = conclusion === 'false-accusation';
    const approved: Step[] = isFalse
      ? [
          [[1, 3], two, 'approve-conclusion', {}],
          [[1, 3], chief, 'approve-again', {}],
        ]
      : [[[1, 4], chief, 'approve-conclusion', {}]];
    const decided: Step[] = filed
      ? [
          [[4, 9], one, 'hear', { text: texts.hear }],
          [[3, 6], chief, 'decide', { text: texts.decide }],
        ]
      : [];
    return [
      [[3, 7], one, 'propose-conclusion', proposal],
      ...approved,
      ...decided,
      ...measures.map((measure): Step => [[0, 1], chief, 'decide-measure', () => ({ ...this.personId(), measure })]),
      ...(conclusion === 'unproven' || isFalse ? [[[2, 5], one, 'clarify', { scope: 'unit', text: texts.clarify }] as Step] : []),
      [[2, 6], one, 'notify', () => this.telling('result')],
      ...measures.map((_, index): Step => [[2, 9], one, 'carry-out', () => this.carrying(index)]),
      [[2, 9], one, 'archive', {}],
    ];
  }

  private personId(): { personId: string } | undefined {
    const [person] = this.inquiry.state.persons;
    return person && { personId: person.id };
  }

  private carrying(index: number): InvestigationBody {
    return { measureId: this.inquiry.state.measures[index]!.id, text: this.around.texts.carryOut };
  }

  private telling(stage: string): InvestigationBody | undefined {
    const [caseNumber] = this.inquiry.state.reporters;
    return caseNumber ? { caseNumber, stage, way: 'in-person' } : undefined;
  }

  private act(by: Actor, action: string, body: InvestigationBody): void {
    const { world, chance } = this.around;
    const { state } = this.inquiry;
    const policy = {
      now: this.at,
      calendar: world.calendar,
      settings: settingsAt(INVESTIGATION_SETTINGS, state.receivedAt),
      standing: [],
      nameable: world.staff.inspectors.map(({ username }) => username),
      id: idAt(this.at, chance),
    };
    const { next, events } = performInvestigation(investigationStepFor(state, action, undefined, by), state, body, by, policy);
    this.keep(next, events, action, body, by);
  }

  private keep(
    next: InvestigationState,
    events: readonly { type: string; facts: Record<string, unknown> }[],
    type: string,
    said: object,
    by: Actor,
  ): void {
    const { history, world } = this.around;
    this.inquiry.state = next;
    this.inquiry.steps.push({ after: next, type, said, username: by.username });
    for (const event of events)
      history.events.push({ ...indexedFacts(next, event, world.identities), by, at: this.at, audience: 'sealed' });
  }
}
type Step = [days: [number, number], by: Actor, action: string, body: InvestigationBody | (() => InvestigationBody | undefined)];

/** A sealed case as a clue: what it is about in the commission's words, of its own kind. */
function clueOf({ state, matter }: Life, texts: Texts, chance: Random): Clue {
  const alike = texts.clues.filter(({ category }) => category === state.categoryCode);
  const { title, text, departments } = alike.length > 0 ? chance.pick(alike) : { ...chance.pick(texts.clues), title: matter.title };
  return { title, text, departments, category: state.categoryCode ?? '1001' };
}
