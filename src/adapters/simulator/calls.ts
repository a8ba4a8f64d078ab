import { setImmediate as turn } from 'node:timers/promises';
import type { Exchange } from './exchange.js';
import { Leg } from './leg.js';
import type { CallStatus, FinalStatus, LegTerms } from './leg.js';
import { rfc2822 } from './names.js';
import type { Phone } from './phone.js';
import type { RecordingTerms } from './recording.js';
import { runScript } from './script.js';
import type { Source } from './script.js';

/** A call out: whom, how long it rings (in the carrier's seconds), and what happens when somebody answers. */
export interface DialTerms extends Omit<LegTerms, 'direction'> {
  readonly timeoutSeconds: number;
  /** Set if the call is recorded from the moment it is answered. */
  readonly record?: RecordingTerms | undefined;
  /** The carrier ends the call after so many seconds of talk. */
  readonly limitSeconds?: number | undefined;
  readonly answered: (leg: Leg) => void;
}

const SIP: Record<FinalStatus, string> = { completed: '200', busy: '486', failed: '404', 'no-answer': '487', canceled: '487' };
const KEPT = 5000;

/** Every call of the account, from dialling to its end. */
export class Calls {
  readonly legs = new Map<string, Leg>();

  constructor(private readonly exchange: Exchange) {}

  /** A phone calls one of the account's numbers, or a softphone its application. */
  receive(phone: Phone, to: string, url: string, extra: LegTerms['extra'] = {}): Leg {
    const { statusUrl, fallbackUrl } = this.exchange.settings;
    const watch = { target: { url: statusUrl, method: 'POST' as const }, events: new Set(['completed']) };
    const fallback = fallbackUrl === undefined ? undefined : { url: fallbackUrl, method: 'POST' as const };
    const leg = this.add({ direction: 'inbound', from: phone.address, to, extra, watch, fallback });
    leg.status = 'ringing';
    leg.startedAt = new Date();
    leg.phone = phone;
    phone.leg = leg;
    phone.note('dialing', { to, callSid: leg.sid });
    this.perform(leg, { url, method: 'POST' });
    return leg;
  }

  /** The carrier calls somebody. The leg is there at once; ringing comes after the answer to the request. */
  dial(terms: DialTerms): Leg {
    const leg = this.add({ ...terms, direction: 'outbound-api' });
    leg.whenAnswered = () => this.begin(leg, terms);
    void turn().then(() => this.ring(leg, terms.timeoutSeconds));
    return leg;
  }

  /** The phone is picked up, or the first verb of a document answers a caller. */
  answer(leg: Leg): void {
    if (leg.answeredAt || leg.ended) return;
    leg.status = 'in-progress';
    leg.answeredAt = new Date();
    leg.phone?.note('answered', { callSid: leg.sid });
    this.tell(leg, 'answered');
    leg.whenAnswered();
  }

  /** The call now follows another document; where it was, it leaves. */
  perform(leg: Leg, source: Source): void {
    leg.place?.leave('redirected');
    leg.seat?.room.leave(leg.seat, 'participant_updated_via_api');
    leg.course?.abort();
    const course = new AbortController();
    leg.course = course;
    void runScript(this.exchange, leg, source, course.signal);
  }

  /** The call is over. Everything that hung on it lets go, and those who watch are told. */
  end(leg: Leg, status: FinalStatus, reason: string): void {
    if (leg.ended) return;
    leg.status = status;
    leg.endedAt = new Date();
    leg.place?.leave('hangup');
    leg.seat?.room.leave(leg.seat, 'participant_hung_up');
    leg.course?.abort();
    this.exchange.recordings.endOf(leg);
    if (leg.phone?.leg === leg) leg.phone.leg = undefined;
    leg.phone?.note('ended', { reason, callSid: leg.sid });
    this.tell(leg, 'completed');
  }

  /** Calls end when the phone is put down: an unanswered one is declined or given up, by whose call it was. */
  hangUp(leg: Leg, reason = 'hung-up'): void {
    if (leg.answeredAt) this.end(leg, 'completed', reason);
    else if (leg.direction === 'inbound') this.end(leg, 'canceled', reason);
    else this.end(leg, 'busy', reason === 'hung-up' ? 'declined' : reason);
  }

  private begin(leg: Leg, { record, limitSeconds, answered }: DialTerms): void {
    if (record) this.exchange.recordings.begin({ ...record, leg });
    if (limitSeconds) this.exchange.later(limitSeconds * this.exchange.settings.secondMs, () => this.end(leg, 'completed', 'time-limit'));
    answered(leg);
  }

  private add(terms: LegTerms): Leg {
    const leg = new Leg(this.exchange.settings.accountSid, terms);
    this.legs.set(leg.sid, leg);
    for (const old of this.legs.values()) {
      if (this.legs.size <= KEPT) break;
      if (old.ended) this.legs.delete(old.sid);
    }
    return leg;
  }

  private ring(leg: Leg, timeoutSeconds: number): void {
    if (leg.ended || this.exchange.closed) return;
    leg.startedAt = new Date();
    this.tell(leg, 'initiated', 'initiated');
    const phone = this.exchange.phones.reachedAt(leg.to);
    if (phone === undefined) return this.end(leg, leg.to.startsWith('client:') ? 'no-answer' : 'failed', 'unreachable');
    if (phone.leg) return this.end(leg, 'busy', 'busy');
    leg.status = 'ringing';
    leg.phone = phone;
    phone.leg = leg;
    this.tell(leg, 'ringing');
    phone.note('incoming', { from: leg.from, callSid: leg.sid });
    this.exchange.later(timeoutSeconds * this.exchange.settings.secondMs, () => {
      if (!leg.answeredAt) this.end(leg, 'no-answer', 'no-answer');
    });
  }

  private tell(leg: Leg, event: string, status: CallStatus | 'initiated' = leg.status): void {
    if (!leg.watch?.events.has(event)) return;
    const final = event === 'completed' && leg.ended ? this.finalParameters(leg) : {};
    const parameters = {
      ...leg.parameters(),
      CallStatus: status,
      Timestamp: rfc2822(new Date()),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(leg.nextNumber()),
      ...final,
    };
    this.exchange.deliveries.tell(leg.watch.target, parameters, leg.sid);
  }

  private finalParameters(leg: Leg): Record<string, string> {
    const sip = leg.status === 'no-answer' && leg.to.startsWith('client:') && !leg.phone ? '480' : SIP[leg.status as FinalStatus];
    return {
      CallDuration: String(leg.seconds),
      Duration: String(Math.ceil(leg.seconds / 60)),
      SipResponseCode: sip,
      ...this.exchange.recordings.parametersOf(leg),
    };
  }
}
