import { Entity, Index } from 'typeorm';
import { CountColumn, CountKeyColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A system of the city that is told of cases; its secret encrypted at `webhook_subscriptions.secret`. */
@Entity('webhook_subscriptions')
@Index('webhook_subscriptions_list', ['createdAt', 'id'])
export class WebhookSubscription {
  @KeyColumn(36) id!: string;
  @WordColumn(120) name!: string;
  @WordColumn(500) url!: string;
  /** JSON list of what it is told. */
  @TextColumn() events!: string;
  @TextColumn() secret!: string;
  @WordColumn(8) state!: string;
  /** The last number of the log before it was there: nothing up to it is told. */
  @InstantColumn() afterNumber!: number;
  @InstantColumn() createdAt!: number;
  @WordColumn() createdBy!: string;
  @InstantColumn({ nullable: true }) endedAt!: number | null;
}

/** One piece of news for one system, and what became of it. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_once', ['dedupeKey'], { unique: true })
@Index('webhook_deliveries_sweep', ['state', 'nextAt', 'id'])
@Index('webhook_deliveries_lost', ['state', 'leaseUntil'])
@Index('webhook_deliveries_order', ['subscriptionId', 'caseNumber', 'number'])
@Index('webhook_deliveries_list', ['subscriptionId', 'createdAt', 'id'])
@Index('webhook_deliveries_state', ['subscriptionId', 'state', 'createdAt', 'id'])
@Index('webhook_deliveries_case', ['caseNumber'])
@Index('webhook_deliveries_old', ['createdAt', 'id'])
export class WebhookDelivery {
  @KeyColumn(36) id!: string;
  /** `<subscription>:<number of the event>`, or with `ping:` and a running name: nothing is told twice. */
  @WordColumn(90) dedupeKey!: string;
  @WordColumn(36) subscriptionId!: string;
  @WordColumn(32) type!: string;
  /** Number of the event; 0 for a test. */
  @InstantColumn() number!: number;
  @WordColumn(14, { nullable: true }) caseNumber!: string | null;
  /** JSON as it is sent: codes and numbers. */
  @TextColumn() body!: string;
  @WordColumn(12) state!: string;
  /** All attempts, and those since it was last begun. */
  @CountColumn() attempts!: number;
  @CountColumn() tries!: number;
  @InstantColumn({ nullable: true }) firstAt!: number | null;
  @InstantColumn({ nullable: true }) nextAt!: number | null;
  @InstantColumn({ nullable: true }) leaseUntil!: number | null;
  @InstantColumn() createdAt!: number;
  @InstantColumn({ nullable: true }) deliveredAt!: number | null;
  @CountColumn({ nullable: true }) lastStatus!: number | null;
  @WordColumn(32, { nullable: true }) lastError!: string | null;
}

/** One call: when, how long, what came of it; nothing of the answer. */
@Entity('webhook_attempts')
export class WebhookAttempt {
  @KeyColumn(36) deliveryId!: string;
  @CountKeyColumn() attempt!: number;
  @InstantColumn() at!: number;
  @CountColumn() ms!: number;
  @CountColumn({ nullable: true }) status!: number | null;
  @WordColumn(32, { nullable: true }) error!: string | null;
}

export const WEBHOOK_ENTITIES = [WebhookSubscription, WebhookDelivery, WebhookAttempt];
