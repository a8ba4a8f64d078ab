import { Injectable } from '@nestjs/common';
import { WebhookGathering } from './gathering.js';
import { WebhookSending } from './sending.js';

/** What time does to news for other systems: gathered from the log, sent, forgotten. */
@Injectable()
export class WebhookTimers {
  constructor(
    private readonly gathering: WebhookGathering,
    private readonly sending: WebhookSending,
  ) {}

  begin(): Promise<void> {
    return this.gathering.begin();
  }

  async tick(): Promise<void> {
    await this.gathering.collect();
    await this.sending.sweep();
  }

  forget(): Promise<void> {
    return this.sending.forget();
  }
}
