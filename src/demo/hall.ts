import type { TaskRow } from '../calls/call-rows.js';
import type { TelephoneSettings } from '../calls/settings.js';
import type { Fact, Skill } from '../domain/call-facts.js';
import { type CallRecord, recordOf } from '../domain/call-life.js';
import { dayOf, type Instant, MINUTE } from '../domain/time.js';
import type { CityCalendar } from '../domain/work-calendar.js';
import type { Life } from './life.js';
import type { Random } from './random.js';
import { ringBack } from './ringing-back.js';
import { type Shift, Shifts } from './shifts.js';
import { Strangers } from './strangers.js';
import { type Conversation, idAt, recorded, Telling } from './telling.js';

/** A call of the demo city: its facts, and what follows from them. */
export interface HallCall {
  callId: string;
  leg: string;
  room: string | null;
  /** The other end; null where it was withheld. */
  number: string | null;
  facts: readonly Fact[];
  record: CallRecord;
  caseNumber?: string;
}
export interface HallOptions {
  calendar: CityCalendar;
  until: Instant;
  settings: TelephoneSettings;
  operators: readonly string[];
  random: Random;
}

const SECOND = 1_000;
/** How long a caller waits in seconds, and how often: most are answered within fifteen. */
const WAITS: [many: number, seconds: [number, number]][] = [
  [86, [4, 10]],
  [10, [11, 15]],
  [2.5, [17, 45]],
  [1.5, [46, 170]],
];
/** Not ready for so long after an offer that was missed. */
const AWAY = 3 * MINUTE;
/** The newest calls about cases whose sound is kept, and how long they are at most. */
const HEARD = { calls: 4, seconds: 150 };

/** The hall's two years: a call for every case that came by telephone and for the call-backs, and all the others a hall has. */
export class Hall {
  readonly calls: HallCall[] = [];
  readonly tasks: TaskRow[];
  readonly shifts: Shifts;
  private readonly random: Random;

  constructor(
    private readonly lives: readonly Life[],
    readonly options: HallOptions,
  ) {
    this.random = options.random;
    const first = dayOf(Math.min(...lives.map(({ state }) => state.receivedAt)));
    this.shifts = new Shifts(options.calendar, first, options.until, options.operators, this.random.fork(0));
    for (const agent of options.operators) this.forCases(agent);
    for (const life of lives) this.forCallBacks(life);
    this.shifts.takeBreaks(this.random.fork(1));
    new Strangers(this, this.random.fork(2)).call(lives.length);
    this.sort();
    this.recordSome();
    this.tasks = ringBack(this, [...this.calls], this.random.fork(3));
    this.sort();
  }

  readonly isOperator = (agent: string): boolean => this.options.operators.includes(agent);

  private sort(): void {
    this.calls.sort((a, b) => a.record.startedAt - b.record.startedAt || (a.callId < b.callId ? -1 : 1));
  }

  private recordSome(): void {
    const fit = this.calls.flatMap(({ caseNumber, record: { direction, talkSeconds: talk, heldSeconds } }, index) =>
      caseNumber && direction === 'inbound' && talk > 0 && talk <= HEARD.seconds && heldSeconds === 0 ? [index] : [],
    );
    for (const index of fit.slice(-HEARD.calls)) {
      const call = this.calls[index]!;
      const facts = [...call.facts, recorded(call.callId, call.record.endedAt!, call.record.talkSeconds)];
      this.calls[index] = { ...call, facts, record: recordOf(facts, this.options.until) };
    }
  }

  keep({ callId, leg, room, facts }: Telling, number: string | null, caseNumber?: string): void {
    const record = recordOf(facts, this.options.until);
    const joined = record.answeredAt === null ? null : room;
    this.calls.push({ callId, leg, room: joined, number, facts, record, ...(caseNumber ? { caseNumber } : {}) });
  }

  /** The cases this operator registered while their callers were on the line. */
  private forCases(agent: string): void {
    const own = this.lives.filter(({ state }) => state.channel === 'phone' && state.registeredBy === agent);
    own.forEach((life, index) => {
      const [before, after] = [own[index - 1]?.state.receivedAt ?? -Infinity, own[index + 1]?.state.receivedAt ?? Infinity];
      this.forCase(life, agent, [before, after], this.random.fork(1_000 + life.arrival.index));
    });
  }

  /** Two cases of one operator may lie close together: then both calls are shorter, and never touch. */
  private forCase({ state, arrival }: Life, agent: string, [before, after]: [Instant, Instant], random: Random): void {
    const at = state.receivedAt;
    const ring = random.whole([2, 7]) * SECOND;
    const rings = Math.ceil(at - Math.min(random.whole([70, 420]) * SECOND + ring, (at - before) * 0.55));
    const answers = rings + Math.min(ring, Math.floor((at - rings) / 2));
    const [talks, wraps] = [random.whole([6, 60]) * SECOND, random.whole([8, 75]) * SECOND];
    const room = Math.min(1, ((after - at) * 0.4) / (talks + wraps));
    const ends = at + Math.floor(talks * room);
    const [longest, wrapped] = [this.options.settings.wrapUpSeconds * SECOND, Math.floor(wraps * room)];
    const code = wrapped >= longest ? 'timed-out' : 'case-registered';
    const holds = at - answers > 120 * SECOND && random.chance(0.3);
    const hold = holds ? ([at - 80 * SECOND, at - random.whole([20, 60]) * SECOND] as const) : undefined;
    const one = { agent, rings, answers, ends, wrapped: ends + Math.min(wrapped, longest), code, hold, agentHangsUp: random.chance(0.45) };
    const { anonymous, enterprise, given } = arrival.complainant;
    const own: Skill = state.kind === 'report' ? 'report' : enterprise ? 'enterprise' : 'general';
    this.shifts.of(agent, at)?.take(rings, one.wrapped);
    const number = !anonymous && given.phone ? `+86${given.phone}` : null;
    this.answered(one as Conversation, random.chance(0.6) ? own : 'general', number, random, state.caseNumber);
  }

  /** An incoming call that an operator answers, from its first ring to the end of its wrap-up. */
  answered(one: Conversation, skill: Skill, number: string | null, random: Random, caseNumber?: string): void {
    const [, seconds] = WAITS[random.index(WAITS.map(([many]) => many))]!;
    const queues = one.answers - Math.max(random.whole(seconds) * SECOND, one.answers - one.rings);
    const comes = queues - random.whole([6, 14]) * SECOND;
    const offerMs = this.options.settings.offerSeconds * SECOND;
    const missed = this.missedBy(one, queues, queues + SECOND + offerMs, random);
    const telling = new Telling(idAt(comes, random), random).incoming({ comes, skill, queues, ...(missed ? { missed } : {}) });
    this.keep(telling.taken(one, offerMs).talked(one, comes).wrappedUp(one), number, caseNumber);
  }

  /** Whoever waits long may have rung in vain at another operator first, who is then not ready for a while. */
  private missedBy({ agent, rings }: Conversation, queues: Instant, until: Instant, random: Random) {
    if (until > rings || !random.chance(0.5)) return undefined;
    const [other] = this.shifts.free(queues, until + AWAY, (one) => one !== agent && this.isOperator(one));
    if (!other) return undefined;
    other.take(queues, until + AWAY);
    other.back(until + AWAY - MINUTE);
    return { agent: other.agent, at: queues + SECOND, until };
  }

  /** The reviewer's call-backs: dialled before their result is written. One that finds him on the line goes without a call of ours. */
  private forCallBacks({ arrival, callBacks, state }: Life): void {
    const { phone } = arrival.complainant.given;
    callBacks.forEach(({ at, body, username }, index) => {
      const random = this.random.fork(20_000 + arrival.index * 8 + index);
      const rings = Math.ceil(at / SECOND) * SECOND - random.whole([70, 260]) * SECOND;
      const shift = phone ? this.shifts.of(username, at) : undefined;
      if (!shift?.isFree(rings, at)) return;
      this.dialled(shift, { rings, ends: at - 3 * SECOND, reached: body.reached === true }, `+86${phone}`, random, state.caseNumber);
    });
  }

  /** An outgoing call that ends at an instant, answered or not. */
  dialled(
    shift: Shift,
    { rings, ends, reached }: { rings: Instant; ends: Instant; reached: boolean },
    number: string,
    random: Random,
    caseNumber?: string,
  ): void {
    const { agent } = shift;
    const answers = rings + random.whole([8, 22]) * SECOND;
    const wrapped = ends + random.whole([1, 2]) * SECOND;
    const telling = new Telling(idAt(rings, random), random).placed({ agent, rings });
    const one: Conversation = {
      agent,
      rings,
      answers,
      ends,
      wrapped,
      code: caseNumber ? 'joined-case' : 'other',
      agentHangsUp: random.chance(0.6),
    };
    if (reached) telling.talked(one, rings).wrappedUp(one);
    else telling.ended(rings, Math.min(ends, rings + 35 * SECOND), random.chance(0.7) ? 'no-answer' : 'busy');
    shift.take(rings, wrapped);
    this.keep(telling, number, caseNumber);
  }
}
