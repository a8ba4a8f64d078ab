import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { insertRows, type Tx } from '../platform/db.js';
import { Carriers } from './carriers.js';
import type { NoticeChannel } from './messenger.js';
import { wayTo } from './recipient-rules.js';
import { Recipients } from './recipients.js';
import { NOTICES } from './templates.js';

/**
 * A message that says only that there is news: no case, no number, no office. For those whose matter must stay unknown to whoever picks
 * up their telephone; what the news is they hear from a person or read with their tracking code. Source: domain text, sections 6.4 and 8.
 */
@Injectable()
export class NeutralNotices {
  constructor(
    private readonly recipients: Recipients,
    private readonly carriers: Carriers,
    private readonly clock: Clock,
  ) {}

  /** Queues the message; `key` keeps it to one. Gives the channel it goes by, or undefined when there is none to send it by. */
  async send(tx: Tx, reach: { phone?: string | undefined; email?: string | undefined }, key: string): Promise<NoticeChannel | undefined> {
    const index = reach.phone === undefined ? null : this.recipients.indexOf(reach.phone);
    const optedOut = (await this.recipients.optedOut(tx, [index])).size > 0;
    const way = wayTo({ phone: reach.phone, email: reach.email, optedOut, serves: (channel) => this.carriers.serves(channel) });
    if (!way) return undefined;
    const [id, now] = [randomUUID(), this.clock.now()];
    const state = way.unsent ? { state: 'unsent', nextAt: null, error: way.unsent } : { state: 'waiting', nextAt: now, error: null };
    const recipient = this.recipients.close(way.to, id);
    const dedupeKey = `${NOTICES.neutral}:${key}`;
    await insertRows(tx, 'notices', [
      { id, dedupeKey, channel: way.channel, template: NOTICES.neutral, recipient, facts: {}, attempts: 0, createdAt: now, ...state },
    ]);
    return way.unsent ? undefined : way.channel;
  }
}
