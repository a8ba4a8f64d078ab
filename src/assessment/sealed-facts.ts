import { Injectable } from '@nestjs/common';
import type { Instant } from '../domain/time.js';
import { SealedRecords } from '../investigations/sealed-records.js';

/** Facts of events as the ledger reads them: those of the commission opened with its key. */
@Injectable()
export class SealedFacts {
  constructor(private readonly records: Pick<SealedRecords, 'factsOf'>) {}

  /** Throws `record.unreadable` (409) when an event was tampered with. */
  open(event: { type: string; at: Instant; facts: string }): Record<string, unknown> {
    const facts = JSON.parse(event.facts) as Record<string, unknown>;
    return typeof facts.sealed === 'string' ? this.records.factsOf(event) : facts;
  }
}
