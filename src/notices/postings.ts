import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Instant } from '../domain/time.js';
import { tokenHash } from '../platform/crypto.js';
import { insertRows, type Tx } from '../platform/db.js';
import { Letters } from './letters.js';
import { smsNumber } from '../domain/phone-numbers.js';
import { Recipients } from './recipients.js';
import { NOTICES } from './templates.js';

/** Messages that no case sends: invitations to questionnaires. They go the way of all notices. Source: domain text, section 2. */
@Injectable()
export class Postings {
  constructor(
    private readonly letters: Letters,
    private readonly recipients: Recipients,
  ) {}

  /** Whether a number can be written to. */
  reaches(phone: string): boolean {
    return smsNumber(phone) !== undefined;
  }

  /** What the database keeps of the link of an invitation. */
  hashOf(invitation: string): string {
    return tokenHash(this.letters.invitationToken(invitation));
  }

  /** Puts an invitation among the notices that are due; the same invitation is sent once. */
  async invite(tx: Tx, invitation: string, phone: string, at: Instant): Promise<void> {
    const to = smsNumber(phone);
    if (!to) throw new Error('An invitation to a number that cannot be written to');
    const id = randomUUID();
    const told = { channel: 'sms', template: NOTICES.invitation, recipient: this.recipients.close(to, id), facts: { invitation } };
    const due = { state: 'waiting', attempts: 0, nextAt: at, createdAt: at };
    await insertRows(tx, 'notices', [{ id, dedupeKey: `questionnaire:${invitation}`, ...told, ...due }]);
  }
}
