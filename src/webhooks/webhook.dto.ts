import { DELIVERY_STATES, SUBSCRIPTION_ACTIONS, SUBSCRIPTION_STATES } from '../domain/webhook-life.js';
import { WEBHOOK_TYPES } from '../domain/webhook-facts.js';
import { Choice, Choices, MaybeShown, Shown, Text } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export class WebhookListQuery extends PageQuery {}
export class DeliveryListQuery extends PageQuery {
  @Choice(DELIVERY_STATES, { optional: true }) state?: string;
}

/** A system that wants to be told. */
export class WebhookInput {
  @Text(120, { description: 'What the system is called, and whose it is' }) name!: string;
  @Text(500, { description: 'https://…; http and private addresses only for hosts the operator of this system has named' }) url!: string;
  @Choices(WEBHOOK_TYPES) events!: string[];
}

export class WebhookView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown() url!: string;
  @Shown({ enum: WEBHOOK_TYPES, isArray: true }) events!: string[];
  @Shown({ enum: SUBSCRIPTION_STATES }) state!: string;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @Shown() createdBy!: string;
  @MaybeShown({ format: 'date-time' }) endedAt?: string;
  @Shown({ enum: SUBSCRIPTION_ACTIONS, isArray: true }) actions!: string[];
  @MaybeShown({ description: 'The only time it is shown: when made, and when renewed' }) secret?: string;
}

export class WebhookPage implements Page<WebhookView> {
  @Shown({ type: WebhookView, isArray: true }) items!: WebhookView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** A call that was made; nothing of what the receiver said but its status. */
export class AttemptView {
  @Shown() attempt!: number;
  @Shown({ format: 'date-time' }) at!: string;
  @Shown({ description: 'Milliseconds' }) ms!: number;
  @MaybeShown() status?: number;
  @MaybeShown({ description: 'timeout, unknown-host, private-address …' }) error?: string;
}

/** One piece of news and what became of it; which case it was about is not the administrator's business. */
export class DeliveryView {
  @Shown() id!: string;
  @Shown({ enum: [...WEBHOOK_TYPES, 'ping'] }) type!: string;
  @Shown({ description: 'Number of the event in the log; 0 for a test' }) number!: number;
  @Shown({ enum: DELIVERY_STATES }) state!: string;
  @Shown() attempts!: number;
  @MaybeShown() lastStatus?: number;
  @MaybeShown() lastError?: string;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @MaybeShown({ format: 'date-time' }) nextAt?: string;
  @MaybeShown({ format: 'date-time' }) deliveredAt?: string;
  @Shown({ enum: ['resend'], isArray: true }) actions!: string[];
  @MaybeShown({ type: AttemptView, isArray: true }) log?: AttemptView[];
}

export class DeliveryPage implements Page<DeliveryView> {
  @Shown({ type: DeliveryView, isArray: true }) items!: DeliveryView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
