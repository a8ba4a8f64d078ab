import { Calls } from './calls.js';
import { DeliveryFault } from './connection.js';
import { Deliveries } from './deliveries.js';
import type { Target } from './deliveries.js';
import type { Leg } from './leg.js';
import { DocumentFault } from './markup.js';
import { Messages } from './messages.js';
import type { CarrierSettings } from './options.js';
import { Phones } from './phones.js';
import { Queue } from './queues.js';
import { Recordings } from './recordings.js';
import { Rooms } from './rooms.js';
import type { Source } from './script.js';

/** What Twilio's debugger would show: the application answered wrongly, or not at all. */
export interface Alert {
  readonly at: string;
  readonly code: number;
  readonly message: string;
  readonly url: string;
  readonly callSid: string | undefined;
}

/** Faults of a status callback are warnings of this code, whatever went wrong. */
const CALLBACK_WARNING = 15003;
const KEPT = 1000;

/** The simulated telephone exchange: everything the account has, and the clock it all runs by. */
export class Exchange {
  readonly alerts: Alert[] = [];
  readonly deliveries: Deliveries;
  readonly calls = new Calls(this);
  readonly rooms = new Rooms(this);
  readonly recordings = new Recordings(this);
  readonly phones: Phones;
  readonly messages = new Messages(this);
  /** Numbers the account may not reach, with the error the REST interface answers. */
  readonly refused = new Map<string, number>();
  readonly optedOut = new Set<string>();
  closed = false;
  private readonly queues = new Map<string, Queue>();
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(readonly settings: CarrierSettings) {
    this.deliveries = new Deliveries(settings, (fault, target) => this.alert(CALLBACK_WARNING, fault.message, target.url));
    this.phones = new Phones(this);
  }

  /** The numbers the account may call and send from. */
  get numbers(): readonly string[] {
    return [this.settings.number, ...this.settings.furtherNumbers];
  }

  queueNamed(name: string): Queue {
    const known = this.queues.get(name) ?? new Queue();
    this.queues.set(name, known);
    return known;
  }

  /** Does something later, unless the exchange is closed by then. */
  later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    this.timers.add(timer);
  }

  /** Keeps a fault of the application where tests and the debugger find it; a fault of the simulator's own is code 0 there. */
  noteFault(error: unknown, leg: Leg | undefined, source: Source | Target | undefined): DocumentFault | DeliveryFault {
    const known = error instanceof DocumentFault || error instanceof DeliveryFault;
    const fault = known ? error : new DocumentFault(0, error instanceof Error ? String(error.stack) : String(error));
    if (!this.closed) this.alert(fault.code, fault.message, source && 'url' in source ? source.url : '', leg?.sid);
    return fault;
  }

  /** Hangs everything up and stops the clock. Nothing is sent any more. */
  async close(): Promise<void> {
    this.closed = true;
    this.deliveries.close();
    for (const timer of this.timers) clearTimeout(timer);
    for (const leg of this.calls.legs.values()) this.calls.end(leg, leg.answeredAt ? 'completed' : 'canceled', 'closed');
    for (const room of this.rooms.all.values()) room.end('conference-ended-via-api');
    this.phones.close();
    await this.deliveries.settled();
  }

  private alert(code: number, message: string, url: string, callSid?: string): void {
    this.alerts.push({ at: new Date().toISOString(), code, message, url, callSid });
    if (this.alerts.length > KEPT) this.alerts.shift();
    if (!this.settings.silent) process.stderr.write(`simulated carrier: ${code} ${message} ${url}\n`);
  }
}
