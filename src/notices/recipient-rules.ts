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

/**
 * A number that takes short messages, as E.164: mainland mobiles (11 digits from 13 to 19) and numbers written with another country's
 * code. Land lines get nothing.
 */
export function smsNumber(phone: string): string | undefined {
  const plain = phone.normalize('NFKC').replace(/[\s().-]/g, '');
  const digits = plain.replace(/^(?:\+|00)/, '');
  const isForeign = plain !== digits && /^[1-9]\d{7,14}$/.test(digits) && !digits.startsWith('86');
  if (!isForeign && /^(?:86)?1[3-9]\d{9}$/.test(digits)) return `+86${digits.slice(-11)}`;
  return isForeign ? `+${digits}` : undefined;
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
