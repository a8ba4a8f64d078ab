import type { Parameters, Target } from './deliveries.js';
import { Input } from './input.js';
import { newSid } from './names.js';
import type { Phone } from './phone.js';
import type { QueuePlace } from './queues.js';
import type { Seat } from './seat.js';

/** Where a call stands, as the REST interface says it. */
export type CallStatus = 'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';

/** How a call ends. */
export type FinalStatus = Exclude<CallStatus, 'queued' | 'ringing' | 'in-progress'>;

/** Who wants to hear about a call, and about which of initiated, ringing, answered, completed. */
export interface CallWatch {
  readonly target: Target;
  readonly events: ReadonlySet<string>;
}

/** What makes a call what it is when it begins. */
export interface LegTerms {
  readonly direction: 'inbound' | 'outbound-api';
  readonly from: string;
  readonly to: string;
  readonly watch?: CallWatch | undefined;
  readonly fallback?: Target | undefined;
  /** Parameters that every request about this call carries: those of a softphone's application. */
  readonly extra?: Parameters;
}

const PLACES = ['City', 'State', 'Zip', 'Country'];
const SIDES = ['From', 'To', 'Caller', 'Called'];
/** The carrier knows no places of our numbers: the parameters come empty, not absent. */
const NO_PLACES: Parameters = Object.fromEntries(SIDES.flatMap((side) => PLACES.map((place) => [side + place, ''])));

/** One call of the carrier: the line between it and one phone. */
export class Leg {
  readonly sid = newSid('CA');
  readonly createdAt = new Date();
  readonly input = new Input();
  readonly direction: LegTerms['direction'];
  readonly from: string;
  readonly to: string;
  status: CallStatus = 'queued';
  startedAt: Date | undefined;
  answeredAt: Date | undefined;
  endedAt: Date | undefined;
  phone: Phone | undefined;
  watch: CallWatch | undefined;
  /** Asked when a document fails. */
  readonly fallback: Target | undefined;
  /** Performs the present document; aborted when the call is taken elsewhere or ends. */
  course: AbortController | undefined;
  seat: Seat | undefined;
  place: QueuePlace | undefined;
  /** Hears keys that no verb waits for: the star that leaves a conference. */
  onKey: ((key: string) => void) | undefined;
  /** What happens when the phone is picked up. */
  whenAnswered: () => void = () => undefined;
  private readonly extra: Parameters;
  private told = 0;

  constructor(
    private readonly accountSid: string,
    terms: LegTerms,
  ) {
    this.direction = terms.direction;
    this.from = terms.from;
    this.to = terms.to;
    this.watch = terms.watch;
    this.fallback = terms.fallback;
    this.extra = terms.extra ?? {};
  }

  /** The other end's address: who called us, or whom we called. */
  get party(): string {
    return this.direction === 'inbound' ? this.from : this.to;
  }

  get ended(): boolean {
    return this.endedAt !== undefined;
  }

  /** Seconds from answer to end, or to now. */
  get seconds(): number {
    return this.answeredAt ? Math.round(((this.endedAt ?? new Date()).getTime() - this.answeredAt.getTime()) / 1000) : 0;
  }

  /** The parameters of every request about this call. */
  parameters(): Parameters {
    return {
      CallSid: this.sid,
      AccountSid: this.accountSid,
      ApiVersion: '2010-04-01',
      Direction: this.direction,
      CallStatus: this.status,
      From: this.from,
      To: this.to,
      Caller: this.from,
      Called: this.to,
      ...NO_PLACES,
      ...this.extra,
    };
  }

  /** The number of the next status callback, from 0. */
  nextNumber(): number {
    return this.told++;
  }
}

/** The empty parameters about places that messages carry too. */
export const placesOf = (sides: readonly string[]): Parameters =>
  Object.fromEntries(sides.flatMap((side) => PLACES.map((place) => [side + place, ''])));
