import { Injectable } from '@nestjs/common';
import { type ComplainantRow, Identities } from '../complainants/identities.js';
import { maskEmail, maskPhone } from '../domain/masking.js';
import type { Instant } from '../domain/time.js';
import { Keys } from '../platform/crypto.js';
import { insertRows, type Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';
import type { NoticeChannel } from './messenger.js';
import { type Way, wayTo } from './recipient-rules.js';

/** What is stored of where a notice goes. */
export interface StoredRecipient {
  id: string;
  channel: NoticeChannel;
  recipient: string;
}

const place = (id: string): string => `notices.recipient:${id}`;

/** Addresses of notices at rest, and who wants none: encrypted and bound to their row, equality by blind index. Source: domain text 6.2, 6.3. */
@Injectable()
export class Recipients {
  constructor(
    private readonly keys: Keys,
    private readonly identities: Identities,
  ) {}

  close(to: string, id: string): string {
    return this.keys.encrypt(to, place(id));
  }

  /** Throws `record.unreadable` when the row was tampered with. */
  open({ id, recipient }: StoredRecipient): string {
    return this.keys.decrypt(recipient, place(id));
  }

  masked(stored: StoredRecipient): string {
    try {
      const to = this.open(stored);
      return stored.channel === 'sms' ? maskPhone(to) : maskEmail(to);
    } catch {
      return '***';
    }
  }

  /** Where a complainant is told, if anywhere; `optedOut` are indexes of numbers that want nothing. Throws `record.unreadable`. */
  wayTo(row: ComplainantRow, optedOut: ReadonlySet<string>, serves: (channel: NoticeChannel) => boolean): Way | undefined {
    return wayTo({
      phone: this.identities.open(row, 'phone'),
      email: this.identities.open(row, 'email'),
      optedOut: row.phoneIndex !== null && optedOut.has(row.phoneIndex),
      serves,
    });
  }

  /** The blind index of a number, the same as that of the complainant who gave it; null for what is no full number. */
  indexOf(phone: string): string | null {
    return this.identities.phoneIndex(phone);
  }

  /** Which of these numbers, by index, want no messages. */
  async optedOut(tx: Tx, indexes: readonly (string | null)[]): Promise<ReadonlySet<string>> {
    const asked = indexes.filter((index) => index !== null);
    if (asked.length === 0) return new Set();
    const marks = asked.map(() => '?').join(',');
    const sql = `SELECT addressIndex FROM notice_opt_outs WHERE addressIndex IN (${marks})`;
    const rows = await tx.query<{ addressIndex: string }[]>(sql, asked);
    return new Set(rows.map(({ addressIndex }) => addressIndex));
  }

  /** Notes a wish; the same wish twice changes nothing. */
  async wish(tx: Tx, index: string, wish: 'stop' | 'start', at: Instant): Promise<void> {
    await say(tx, 'DELETE FROM notice_opt_outs WHERE addressIndex = ?', [index]);
    if (wish === 'stop') await insertRows(tx, 'notice_opt_outs', [{ addressIndex: index, at }]);
  }
}
