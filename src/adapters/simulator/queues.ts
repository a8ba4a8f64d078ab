import { deferred } from './interruption.js';
import { newSid } from './names.js';
import type { Leg } from './leg.js';
import type { Parameters } from './deliveries.js';

/** Why somebody left a queue, in the words of the action's QueueResult. */
export type QueueResult = 'hangup' | 'leave' | 'redirected' | 'queue-full' | 'error';

/** Somebody's place in a queue. */
export class QueuePlace {
  readonly since = Date.now();
  private readonly ending = deferred<QueueResult>();
  private over = false;

  constructor(
    readonly queue: Queue,
    readonly leg: Leg,
  ) {}

  /** Fulfilled when the place is given up. */
  get left(): Promise<QueueResult> {
    return this.ending.promise;
  }

  get seconds(): number {
    return Math.round((Date.now() - this.since) / 1000);
  }

  /** Gives the place up; only the first reason counts. */
  leave(result: QueueResult): void {
    if (this.over) return;
    this.over = true;
    if (this.leg.place === this) this.leg.place = undefined;
    this.queue.forget(this);
    this.ending.resolve(result);
  }
}

const LARGEST = 1000;

/** A queue by its name: people in the order they came. */
export class Queue {
  readonly sid = newSid('QU');
  private readonly places: QueuePlace[] = [];
  private readonly waits: number[] = [];

  /** A place at the end, or nothing if the queue is full. */
  enter(leg: Leg, largest = LARGEST): QueuePlace | undefined {
    if (this.places.length >= largest) return undefined;
    const place = new QueuePlace(this, leg);
    this.places.push(place);
    leg.place = place;
    return place;
  }

  forget(place: QueuePlace): void {
    this.places.splice(this.places.indexOf(place), 1);
    this.waits.push(place.seconds);
    if (this.waits.length > 100) this.waits.shift();
  }

  /** What a request of the waiting document carries besides the call's own parameters. */
  parametersFor(place: QueuePlace, largest = LARGEST): Parameters {
    const sum = this.waits.reduce((total, wait) => total + wait, 0);
    return {
      QueueSid: this.sid,
      QueueTime: String(place.seconds),
      QueuePosition: String(this.places.indexOf(place) + 1),
      AvgQueueTime: String(this.waits.length === 0 ? 0 : Math.round(sum / this.waits.length)),
      CurrentQueueSize: String(this.places.length),
      MaxQueueSize: String(largest),
    };
  }
}
