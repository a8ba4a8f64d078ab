import { smsNumber } from '../domain/phone-numbers.js';
import type { NoticeChannel } from './messenger.js';

/** How a complainant can be reached. */
export interface Reach {
  phone?: string | undefined;
  email?: string | undefined;
  /** The phone wants no messages. */
  optedOut: boolean;
  /** Channels that somebody carries. */
  serves: (channel: NoticeChannel) => boolean;
}

/** Where a notice goes, or why it is kept unsent. */
export interface Way {
  channel: NoticeChannel;
  to: string;
  unsent?: 'opted-out' | 'not-configured';
}

/** The phone first, mail where there is no mobile or it wants nothing, and before both what somebody carries. Source: domain text, section 10. */
export function wayTo({ phone, email, optedOut, serves }: Reach): Way | undefined {
  const number = phone === undefined ? undefined : smsNumber(phone);
  const ways: Way[] = [
    ...(number && !optedOut ? [{ channel: 'sms' as const, to: number }] : []),
    ...(email ? [{ channel: 'mail' as const, to: email }] : []),
  ];
  const served = ways.find(({ channel }) => serves(channel));
  if (served) return served;
  if (ways[0]) return { ...ways[0], unsent: 'not-configured' };
  return number ? { channel: 'sms', to: number, unsent: 'opted-out' } : undefined;
}
