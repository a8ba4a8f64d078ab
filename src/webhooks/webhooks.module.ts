import { Module } from '@nestjs/common';
import { Caller } from './caller.js';
import { WebhookGathering } from './gathering.js';
import { WebhookSending } from './sending.js';
import { WebhookSubscriptions } from './subscriptions.js';
import { WebhookTimers } from './timers.js';
import { WebhookQueries } from './webhook.queries.js';
import { WebhookSubscriptionsController } from './subscriptions.controller.js';

/** Other systems of the city that are told of cases. */
@Module({
  controllers: [WebhookSubscriptionsController],
  providers: [WebhookSubscriptions, WebhookQueries, WebhookGathering, WebhookSending, WebhookTimers, Caller],
  exports: [WebhookSending, WebhookTimers],
})
export class WebhooksModule {}
