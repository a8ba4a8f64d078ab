import { own } from '../calls/effects.js';
import { CALLER, type Fact, labelOf, type LegResult, type OwnFact, type Skill, type WrapUpCode } from '../domain/call-facts.js';
import type { Instant } from '../domain/time.js';
import type { Random } from './random.js';

/** A conversation to be told: when its parts happen, and who has it. */
export interface Conversation {
  agent: string;
  /** Outgoing: dialled. Incoming: the phone rings at the agent. */
  rings: Instant;
  answers: Instant;
  hold?: readonly [from: Instant, to: Instant] | undefined;
  ends: Instant;
  agentHangsUp: boolean;
  wrapped: Instant;
  code: WrapUpCode | 'timed-out';
}
/** What an incoming call is before anybody answers it. */
export interface Arrival {
  comes: Instant;
  skill: Skill;
  queues: Instant;
  /** At whom it rang in vain. */
  missed?: { agent: string; at: Instant; until: Instant };
}

const hex = (value: number, length: number): string => Math.floor(value).toString(16).padStart(length, '0').slice(-length);

/** A number in the shape of a UUID of version 7: its beginning is the instant, so that an index grows at its end. */
export function idAt(at: Instant, random: Random): string {
  const time = hex(at, 12);
  const [a, b] = [hex(random.next() * 2 ** 24, 6), hex(random.next() * 2 ** 24, 6)];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(0, 3)}-8${a.slice(3)}-${b}${hex(random.next() * 2 ** 24, 6)}`;
}
const compact = (id: string): string => id.replaceAll('-', '');

/** The carrier says that the call was recorded; one channel, to keep the demo small. */
export const recorded = (callId: string, at: Instant, seconds: number): Fact => {
  const recording = `RE${compact(callId)}`;
  return { kind: 'recorded', key: `recorded:${recording}`, at, recording, seconds, channels: 1 };
};

/** Tells what the carrier and our own people would have told of one call, with keys as the adapters give them. */
export class Telling {
  readonly facts: Fact[] = [];
  readonly leg: string;
  readonly room: string;
  private readonly agentLeg: string;

  constructor(
    readonly callId: string,
    random: Random,
  ) {
    [this.leg, this.room] = [`CA${compact(callId)}`, `CF${compact(callId)}`];
    this.agentLeg = `CA${hex(random.next() * 2 ** 24, 6)}${compact(callId).slice(6)}`;
  }

  private ours(at: Instant, fact: Parameters<typeof own>[2]): void {
    this.facts.push(...own(this, at, fact));
  }

  incoming({ comes, skill, queues, missed }: Arrival, isStaffed = true): this {
    this.facts.push({ kind: 'incoming', key: 'incoming', at: comes }, { kind: 'chose', key: 'chose', at: queues, skill });
    if (isStaffed) this.facts.push({ kind: 'queued', key: 'queued', at: queues, skill });
    if (missed) {
      this.ours(missed.at, { kind: 'offered', agent: missed.agent, until: missed.until, offer: 1 });
      this.ours(missed.until, { kind: 'missed', agent: missed.agent, offer: 1, why: 'no-answer' });
    }
    return this;
  }

  /** The operator takes the call that rings at him; until a second before, the offer would have stood for fifteen. */
  taken({ agent, rings, answers }: Conversation, offerMs: number): this {
    const offer = 1 + this.facts.filter(({ kind }) => kind === 'offered').length;
    const accepts = rings + Math.floor((answers - rings) * 0.8);
    this.ours(rings, { kind: 'offered', agent, until: rings + offerMs, offer });
    this.ours(accepts, { kind: 'accepted', agent, offer });
    this.ours(accepts, { kind: 'connected', agent });
    return this;
  }

  placed({ agent, rings }: Pick<Conversation, 'agent' | 'rings'>): this {
    this.ours(rings, { kind: 'placed', agent });
    return this;
  }

  /** Both are in the room, until one of them ends it. */
  talked({ agent, answers, hold, ends, agentHangsUp }: Conversation, began: Instant): this {
    const label = labelOf('agent', agent);
    this.facts.push(
      { kind: 'joined', key: `joined:${this.agentLeg}`, at: answers, leg: this.agentLeg, label },
      { kind: 'joined', key: `joined:${this.leg}`, at: answers, leg: this.leg, label: CALLER },
    );
    if (hold) {
      this.ours(hold[0], { kind: 'hold', agent });
      this.ours(hold[1], { kind: 'resume', agent });
    }
    if (agentHangsUp) this.ours(ends, { kind: 'hung-up', agent });
    this.facts.push({ kind: 'left', key: `left:${this.agentLeg}`, at: ends, leg: this.agentLeg, label });
    return this.ended(began, ends, 'completed');
  }

  ended(began: Instant, at: Instant, result: LegResult): this {
    const seconds = Math.round((at - began) / 1000);
    this.facts.push({ kind: 'leg-ended', key: `ended:${this.leg}`, at, leg: this.leg, label: CALLER, result, seconds });
    return this;
  }

  leaves(at: Instant, result: string): this {
    this.facts.push({ kind: 'left-queue', key: `left-queue:${result}`, at, result });
    return this;
  }

  voicemail(at: Instant, seconds: number): this {
    const recording = `RE${compact(this.callId)}`;
    this.facts.push({ kind: 'voicemail', key: `voicemail:${recording}`, at, recording, seconds });
    return this;
  }

  wrappedUp({ agent, wrapped, code }: Conversation): this {
    this.ours(wrapped, { kind: 'wrapped-up', agent, code });
    return this;
  }
}

/** Facts of our own, by whom they were done; everything else the system wrote. */
export const doneBy = (fact: Fact): string =>
  ['accepted', 'placed', 'hold', 'resume', 'hung-up', 'wrapped-up'].includes(fact.kind)
    ? (fact as OwnFact & { agent: string }).agent
    : 'system';
