import { Injectable } from '@nestjs/common';
import { SealedElsewhere } from '../cases/sealed-elsewhere.js';
import type { Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';

/** A case that is sealed tells nobody anything more, and of whom it told before no address stays. Source: domain text 6.4. */
@Injectable()
export class SealedNotices extends SealedElsewhere {
  async seal(tx: Tx, caseNumber: string): Promise<void> {
    await say(
      tx,
      "UPDATE notices SET state = 'cancelled', error = 'case-moved-on', nextAt = NULL WHERE caseNumber = ? AND state = 'waiting'",
      [caseNumber],
    );
    await say(tx, "UPDATE notices SET recipient = '' WHERE caseNumber = ?", [caseNumber]);
  }
}
