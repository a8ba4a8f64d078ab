import { Injectable } from '@nestjs/common';
import { SYSTEM } from '../domain/case-state.js';
import { accusesHead, type CommissionHead } from '../domain/commission-head.js';
import { EventLog } from '../events/event-log.js';
import { RunningNumbers } from '../events/running-numbers.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import type { ComplaintInput } from './intake.dto.js';
import type { Addressee, NotKeptReceipt } from './not-kept.dto.js';

const { head, superior } = configJson<{ commission: { head: CommissionHead; superior: Addressee } }>('city.json').commission;

/**
 * Complaints about the commission's own head. Nothing of them is kept: no case, no name, no idempotency answer; a running number is taken,
 * and the reporter is told the commission above, which is the one to write to. Source: domain text 6.4.
 */
@Injectable()
export class NotKept {
  constructor(
    private readonly db: Db,
    private readonly numbers: RunningNumbers,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  concerns({ aboutCommissionHead, namedOfficial }: ComplaintInput): boolean {
    return accusesHead({ declared: aboutCommissionHead, namedOfficial }, head);
  }

  /** The number and the address; the log learns the bare number, and not even who took it. */
  async receipt(): Promise<NotKeptReceipt> {
    const receiptNumber = await this.db.write(async (tx) => {
      const number = `H${String(await this.numbers.next(tx, 'receipts')).padStart(6, '0')}`;
      const facts = { receiptNumber: number };
      await this.events.append(tx, [{ type: 'intake.not-kept', facts, by: SYSTEM, at: this.clock.now(), audience: 'audit' }]);
      return number;
    });
    return { kept: false, receiptNumber, addressee: superior };
  }
}
