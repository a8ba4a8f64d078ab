import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';

/** Every reading of a file and of a document stands in the audit before it leaves: who and when, never what. Source: domain text 6.3, 6.4. */
@Injectable()
export class InvestigationReads {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async opened(investigationNumber: string, by: Actor, document?: string): Promise<void> {
    const type = document ? 'investigation.document-read' : 'investigation.viewed';
    const facts = { investigationNumber, ...(document ? { document } : {}) };
    await this.db.write((tx) => this.events.append(tx, [{ type, facts, by, at: this.clock.now(), audience: 'audit' }]));
  }
}
