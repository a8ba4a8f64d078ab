import { createHash } from 'node:crypto';
import { type CardSettings, type Ground, overdueCards, cardTimes, reHandledCard, reHandlings } from '../domain/card-rules.js';
import { type Actor, type LimitState, type NewEvent, SYSTEM } from '../domain/case-state.js';
import { concernOf, nearlySame, type WeighedAnswer } from '../domain/concern-rules.js';
import { longOverdueTime, type OfficeSettings, spokenTime, urgingKey, urgingTime } from '../domain/office-settings.js';
import type { CardColour, CardRule, ConcernKind } from '../domain/office-vocabulary.js';
import { weighed, words } from '../domain/similarity.js';
import { filledWhole } from '../domain/template.js';
import { DAY, HOUR, type Instant } from '../domain/time.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import type { CardRow } from '../supervision/cards.js';
import type { ConcernRow } from '../supervision/concerns.js';
import type { UrgingRow } from '../supervision/urgings.js';
import type { Life, Walk } from './life.js';
import type { OfficeWording } from './office-wording.js';
import type { Random } from './random.js';
import type { Story } from './story.js';
import type { World } from './world.js';

/** What the office of the demo city works with. */
export interface OfficeTools {
  world: World;
  story: Story;
  wording: OfficeWording;
  calendar: CityCalendar;
  cards: CardSettings;
  office: OfficeSettings;
  random: Random;
}

/** A name that is the same on every run, in the shape of the live ones. */
export function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** How often a limit that stands still is looked at again. */
const SUSPENDED = 6 * HOUR;

type Hears = Record<string, (life: Life, facts: Record<string, unknown>) => void>;

/** The office beside the cases of the demo city: what it does by rule, by the same rules and at the same moments as the live one. */
export class Office {
  readonly cards: (CardRow & { onceKey: string })[] = [];
  readonly concerns: ConcernRow[] = [];
  readonly urgings: (UrgingRow & { onceKey: string })[] = [];
  /** Who answers a card or a concern: set by those who write letters and orders. */
  onCard: (card: CardRow, life: Life | undefined) => void = () => undefined;
  onConcern: (concern: ConcernRow, life: Life) => void = () => undefined;
  private readonly answers = new Map<string, (WeighedAnswer & { at: Instant })[]>();
  private readonly told = new Map<string, string[]>();

  constructor(readonly tools: OfficeTools) {
    tools.world.hear = (life, event) => this.hear(life, event);
  }

  private readonly hears: Hears = {
    'limit.overdue': (life, facts) => this.overdue(life, facts),
    'case.urged': (life, facts) => this.urged(life, facts),
    'case.re-handled': (life) => this.reHandled(life),
    'assignment.answered': (life, facts) => this.answered(life, facts),
  };

  private hear(life: Life, { type, facts }: NewEvent): void {
    const { caseNumber } = life.state;
    const types = this.told.get(caseNumber) ?? [];
    if (type === 'case.re-handled' || type === 'case.reopened') this.told.set(caseNumber, [...types, type]);
    this.hears[type]?.(life, facts);
    this.concern(life, type, facts);
  }

  /** Something the office says that is no matter of one case. */
  say(type: string, facts: Record<string, unknown>, by: Actor, caseNumber?: string): void {
    const about = { by, at: this.tools.world.now, audience: 'office' as const, ...(caseNumber ? { caseNumber } : {}) };
    this.tools.world.events.push({ type, facts, ...about });
  }

  /** The same about a case, in its history. */
  sayOf(life: Life | undefined, type: string, facts: Record<string, unknown>, by: Actor): void {
    if (life) life.tell([{ type, facts }], by);
    else this.say(type, facts, by);
  }

  private overdue(life: Life, facts: Record<string, unknown>): void {
    const { departmentCode, limit: name } = facts as { departmentCode?: string; limit: string };
    if (!departmentCode) return;
    const part = life.part(departmentCode);
    const limit = life.state.limits.findLast((one) => one.assignmentId === part.id && one.name === name && one.state === 'running');
    if (limit) this.tools.world.spawn(life, this.watch(life, departmentCode, limit), 'open');
  }

  /** What the passing of time brings a limit that has passed, each at its instant, until it ends. */
  private *watch(life: Life, departmentCode: string, { id, dueAt, name }: LimitState): Walk {
    const { calendar, office, cards, world } = this.tools;
    const limitOf = () => life.state.limits.find((one) => one.id === id)!;
    this.carded(life, departmentCode, limitOf());
    const turns: [Instant, () => void][] = [
      [urgingTime(office, calendar, dueAt), () => this.urge(life, departmentCode, limitOf())],
      [cardTimes(cards, calendar, dueAt).red, () => this.carded(life, departmentCode, limitOf())],
      [longOverdueTime(office, calendar, dueAt), () => this.long(life, departmentCode, id, name, dueAt)],
    ];
    for (const [at, turn] of turns.sort((a, b) => a[0] - b[0])) {
      yield Math.max(at, world.now);
      while (limitOf().state === 'paused') yield world.now + SUSPENDED;
      const { state, dueAt: now } = limitOf();
      if (state !== 'running' || now !== dueAt) return;
      turn();
    }
  }

  private carded(life: Life, departmentCode: string, limit: LimitState): void {
    const { cards, calendar, world, office } = this.tools;
    for (const colour of overdueCards(limit, cards, calendar, world.now)) {
      const facts = { limit: office.limitNames[limit.name], dueAt: spokenTime(limit.dueAt), days: cards.overdue.redAfterWorkingDays };
      this.card(life, departmentCode, colour, 'overdue', `overdue-${colour}`, facts);
    }
  }

  private urge(life: Life, departmentCode: string, limit: LimitState): void {
    const { office } = this.tools;
    const { caseNumber } = life.state;
    const facts = { caseNumber, limit: office.limitNames[limit.name], dueAt: spokenTime(limit.dueAt) };
    const body = { departmentCode, text: filledWhole(office.urging.text, facts), limit: limit.name };
    if (life.can('urge', SYSTEM)) life.do('urge', body, SYSTEM);
  }

  /** What was urged in writing lies with the leader, who reads it sooner or later. */
  private urged(life: Life, facts: Record<string, unknown>): void {
    const { departmentCode, inWriting, text, limit } = facts;
    if (inWriting !== true || typeof departmentCode !== 'string') return;
    const { world, story, random } = this.tools;
    const { caseNumber } = life.state;
    const id = idOf(`urging ${caseNumber} ${life.state.urgeCount}`);
    const part = life.part(departmentCode);
    const running = life.state.limits.findLast((one) => one.name === limit && one.assignmentId === part.id && one.state === 'running');
    const urging: UrgingRow & { onceKey: string } = {
      ...{ id, onceKey: limit && running ? urgingKey(running) : id, version: 1, caseNumber, departmentCode },
      ...{ limitName: typeof limit === 'string' ? limit : null, text: String(text), state: 'sent', at: world.now },
      ...{ username: limit ? SYSTEM.username : story.staff.supervisor.username, acknowledgedAt: null, acknowledgedBy: null },
    };
    this.urgings.push(urging);
    if (random.chance(0.15)) return;
    const leader = story.staff.leader(departmentCode);
    world.start(undefined, this.acknowledge(urging, leader), world.dutyAfter(world.now, random.between([20, 900])), 'any');
  }

  // eslint-disable-next-line require-yield -- a walk of one step
  private *acknowledge(urging: UrgingRow, by: Actor): Walk {
    Object.assign(urging, { state: 'acknowledged', version: 2, acknowledgedAt: this.tools.world.now, acknowledgedBy: by.username });
    this.say('urging.acknowledged', { urgingId: urging.id, departmentCode: urging.departmentCode }, by, urging.caseNumber);
  }

  private reHandled(life: Life): void {
    const types = this.told.get(life.state.caseNumber) ?? [];
    const colour = reHandledCard(types, this.tools.cards);
    const lead = life.state.assignments.findLast(({ role, status }) => role === 'lead' && status !== 'returned' && status !== 'recalled');
    if (colour && lead) this.card(life, lead.departmentCode, colour, 're-handled', 're-handled', { times: reHandlings(types) });
  }

  /** Gives a card by a rule, once for a case, department and round. */
  card(
    life: Life,
    departmentCode: string,
    colour: CardColour,
    rule: CardRule,
    ground: Ground,
    facts: Record<string, string | number> = {},
    by: Actor = SYSTEM,
  ): void {
    const { cards, world } = this.tools;
    const { caseNumber, assignments } = life.state;
    const round = Math.max(0, ...assignments.filter((one) => one.departmentCode === departmentCode).map((one) => one.round));
    const onceKey = [rule, colour, caseNumber, departmentCode, round].join(':');
    if (this.cards.some((card) => card.onceKey === onceKey)) return;
    const card: CardRow & { onceKey: string } = {
      ...{ id: idOf(`card ${onceKey}`), onceKey, version: 1, departmentCode, caseNumber, round, colour, rule, ruleVersion: cards.version },
      ...{ ground: filledWhole(cards.grounds[ground], facts), status: 'issued', issuedAt: world.now, issuedBy: by.username },
      ...{ appeal: null, appealedAt: null, appealedBy: null, why: null, decidedAt: null, decidedBy: null },
    };
    this.cards.push(card);
    const told = { cardId: card.id, departmentCode, colour, rule, ground: card.ground, ruleVersion: cards.version };
    this.sayOf(life, 'card.issued', told, by);
    this.onCard(card, life);
  }

  private answered(life: Life, facts: Record<string, unknown>): void {
    const { departmentCode, publicReply } = facts as { departmentCode: string; publicReply: string };
    const { office, world } = this.tools;
    const { caseNumber } = life.state;
    const recent = (this.answers.get(departmentCode) ?? []).filter(({ at }) => at >= world.now - office.concerns.alike.days * DAY);
    const mine = { caseNumber, words: weighed(words(publicReply)), at: world.now };
    const found = nearlySame(mine, recent, office);
    this.answers.set(departmentCode, [...recent, mine]);
    if (!found) return;
    const like = { like: found.caseNumber, similarity: Math.round(found.similarity * 100) / 100 };
    this.raise(life, 'alike-answers', `${departmentCode}:${caseNumber}`, departmentCode, like);
  }

  private long(life: Life, departmentCode: string, id: string, limit: string, dueAt: Instant): void {
    this.raise(life, 'long-overdue', id, departmentCode, { limit, dueAt });
  }

  private concern(life: Life, type: string, facts: Record<string, unknown>): void {
    const { repeatCount, returnCount } = life.state;
    const isBad = ({ satisfiedResult, satisfiedProcess }: Record<string, unknown>) =>
      satisfiedResult === 'dissatisfied' || satisfiedProcess === 'dissatisfied';
    const now = type === 'case.called-back' && isBad(facts) ? 1 : 0;
    const matter = { repeatCount, returnCount, dissatisfied: life.callBacks.filter(({ body }) => isBad(body)).length + now };
    const kind = concernOf(type, matter, this.tools.office);
    if (!kind) return;
    const count = { repeats: repeatCount, returns: returnCount, dissatisfied: matter.dissatisfied }[kind as 'repeats'];
    const code = typeof facts.departmentCode === 'string' ? facts.departmentCode : null;
    this.raise(life, kind, life.state.caseNumber, code, count === undefined ? {} : { count });
  }

  private raise(life: Life, kind: ConcernKind, subject: string, departmentCode: string | null, facts: object): void {
    if (this.concerns.some((one) => one.kind === kind && one.subject === subject)) return;
    const { caseNumber } = life.state;
    const concern: ConcernRow = {
      ...{ id: idOf(`concern ${kind} ${subject}`), version: 1, kind, subject, caseNumber, departmentCode, facts: JSON.stringify(facts) },
      ...{ state: 'open', createdAt: this.tools.world.now, why: null, decidedAt: null, decidedBy: null },
    };
    this.concerns.push(concern);
    this.say('concern.raised', { concernId: concern.id, kind, ...(departmentCode ? { departmentCode } : {}) }, SYSTEM, caseNumber);
    this.onConcern(concern, life);
  }
}
