import { randomUUID } from 'node:crypto';
import type { Leg } from './leg.js';

/** What a phone's feed tells, oldest first. */
export type PhoneEventType =
  | 'dialing'
  | 'incoming'
  | 'answered'
  | 'prompt'
  | 'music'
  | 'gather'
  | 'beep'
  | 'joined'
  | 'heard'
  | 'heard-audio'
  | 'keys'
  | 'held'
  | 'resumed'
  | 'muted'
  | 'ended'
  | 'sms';

/** One thing a phone saw or heard, numbered from 1. */
export interface PhoneEvent extends Readonly<Record<string, unknown>> {
  readonly n: number;
  readonly at: string;
  readonly type: PhoneEventType;
}

const KEPT = 1000;

/** A telephone or a registered softphone, with the feed of what it saw and heard. */
export class Phone {
  readonly id = randomUUID();
  /** The call it is in, or that rings here. */
  leg: Leg | undefined;
  head = 0;
  /** When its page last asked for events; nothing if it never did. */
  polledAt: number | undefined;
  private readonly events: PhoneEvent[] = [];
  private readonly waiting = new Set<() => void>();

  /** A number in E.164 or `client:<identity>`. */
  constructor(readonly address: string) {}

  get isSoftphone(): boolean {
    return this.address.startsWith('client:');
  }

  /** Puts an event into the feed and wakes who waits for it. */
  note(type: PhoneEventType, facts: Readonly<Record<string, unknown>>): void {
    this.head += 1;
    this.events.push({ ...facts, n: this.head, at: new Date().toISOString(), type });
    if (this.events.length > KEPT) this.events.shift();
    for (const wake of this.waiting) wake();
  }

  eventsAfter(n: number): readonly PhoneEvent[] {
    return this.events.filter((event) => event.n > n);
  }

  /** Waits for something newer than `n`, at most `ms`. */
  async newer(n: number, ms: number): Promise<void> {
    if (this.head > n) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
    });
  }

  /** Sends every waiting page home. */
  release(): void {
    for (const wake of this.waiting) wake();
  }
}
