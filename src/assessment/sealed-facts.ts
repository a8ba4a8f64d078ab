import { Injectable } from '@nestjs/common';

/** Facts of events as the ledger reads them. */
@Injectable()
export class SealedFacts {
  open({ facts }: { type: string; facts: string }): Record<string, unknown> {
    return JSON.parse(facts) as Record<string, unknown>;
  }
}
