import { Injectable } from '@nestjs/common';
import { ForgottenCallers } from '../calls/forgotten-callers.js';
import { RecordingKeeper } from '../calls/recording-keeper.js';
import { ForgottenIdentities } from '../cases/forgotten-identities.js';
import { Reference } from '../departments/reference.js';
import { forgottenBefore, type Keeper, type RetentionSettings } from '../domain/retention.js';
import { Forgetting } from '../notices/forgetting.js';
import { Clock } from '../platform/clock.js';
import { WebhookSending } from '../webhooks/sending.js';
import type { PreviewLine, RulePreview } from './rules.dto.js';

/** What other terms of keeping would forget today. */
@Injectable()
export class RetentionPreview {
  private readonly keepers: readonly Keeper[];

  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    identities: ForgottenIdentities,
    callers: ForgottenCallers,
    recordings: RecordingKeeper,
    addresses: Forgetting,
    deliveries: WebhookSending,
  ) {
    this.keepers = [identities, callers, recordings, addresses, deliveries];
  }

  /** Of everything that is kept: how much is due by the terms in force and not swept yet, and how much by these. Nothing is forgotten. */
  async of(settings: RetentionSettings): Promise<RulePreview> {
    const now = this.clock.now();
    const inForce = this.reference.rulesAt('retention', now);
    const lines: PreviewLine[] = [];
    for (const keeper of this.keepers) {
      const was = await keeper.outlook(forgottenBefore(inForce, keeper.keeps, now));
      const is = await keeper.outlook(forgottenBefore(settings, keeper.keeps, now));
      lines.push({ key: keeper.keeps, looked: is.kept, changed: Math.abs(is.due - was.due), before: was.due, after: is.due });
    }
    return { days: 0, cases: 0, leftOut: 0, lines, items: [] };
  }
}
