import type { Instant } from '../domain/time.js';

/** By which way a message goes out. */
export const NOTICE_CHANNELS = ['sms', 'mail'] as const;
export type NoticeChannel = (typeof NOTICE_CHANNELS)[number];

/** One message to one person. */
export interface Message {
  channel: NoticeChannel;
  /** A number as E.164 (`+8613800138000`), or a mail address. */
  to: string;
  /** Of mail only. */
  subject?: string;
  text: string;
  /** The notice's id: the same at every attempt, so that a carrier that looks at it sends once. */
  ref: string;
}

/** What the carrier said when it took the message. */
export interface Receipt {
  /** The carrier's own id, by which it reports later. */
  providerRef?: string;
  state: 'sent' | 'delivered';
}

/**
 * `permanent`: this will never go through (bad number, opted out). `transient`: surely not sent, worth another try.
 * `unknown`: it may have been sent; it is never sent again blindly.
 */
export type Failure = 'permanent' | 'transient' | 'unknown';

/** The carrier did not take a message, or nobody knows; `reason` is a short code without personal data (`bad-number`, `http-503`). */
export class NotSent extends Error {
  constructor(
    readonly failure: Failure,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** Sends messages to complainants; the port, and the token to ask for it. Source: house text 5, domain text section 10. */
export abstract class Messenger {
  /** Hands the message to the carrier; throws NotSent. Waits at most ten seconds. */
  abstract send(message: Message): Promise<Receipt>;

  /** Whether the carrier sends the same `ref` once, however often it is handed over: then an unknown outcome may be tried again. */
  repeats(_channel: NoticeChannel): boolean {
    return false;
  }

  /** What became of a message handed over at that instant, where the carrier can tell; undefined when it cannot. */
  lookUp(_message: Message, _since: Instant): Promise<Receipt | 'never-sent' | undefined> {
    return Promise.resolve(undefined);
  }
}
