import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { SUBSCRIPTION_ACTIONS } from '../domain/webhook-life.js';
import { By, For } from '../platform/http/access.js';
import { WebhookSubscriptions } from './subscriptions.js';
import { DeliveryListQuery, DeliveryPage, DeliveryView, WebhookInput, WebhookListQuery, WebhookPage, WebhookView } from './webhook.dto.js';
import { WebhookQueries } from './webhook.queries.js';

/** Systems of the city that are told of cases, and what became of each call. */
@ApiTags('webhooks')
@Controller('webhook-subscriptions')
export class WebhookSubscriptionsController {
  constructor(
    private readonly subscriptions: WebhookSubscriptions,
    private readonly queries: WebhookQueries,
  ) {}

  @For('administrator', 'auditor')
  @Get()
  @ApiOkResponse({ type: WebhookPage })
  list(@Query() query: WebhookListQuery): Promise<WebhookPage> {
    return this.queries.list(query);
  }

  @For('administrator')
  @Post()
  @ApiCreatedResponse({ type: WebhookView })
  create(@Body() body: WebhookInput, @By() by: Actor): Promise<WebhookView> {
    return this.subscriptions.create(body, by);
  }

  @For('administrator', 'auditor')
  @Get(':id')
  @ApiOkResponse({ type: WebhookView })
  item(@Param('id') id: string): Promise<WebhookView> {
    return this.queries.item(id);
  }

  @For('administrator')
  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: SUBSCRIPTION_ACTIONS })
  @ApiOkResponse({ type: WebhookView })
  act(@Param('id') id: string, @Param('action') action: string, @By() by: Actor): Promise<WebhookView> {
    return this.subscriptions.act(id, action, by);
  }

  @For('administrator', 'auditor')
  @Get(':id/deliveries')
  @ApiOkResponse({ type: DeliveryPage })
  deliveries(@Param('id') id: string, @Query() query: DeliveryListQuery): Promise<DeliveryPage> {
    return this.queries.deliveries(id, query);
  }

  @For('administrator', 'auditor')
  @Get(':id/deliveries/:delivery')
  @ApiOkResponse({ type: DeliveryView })
  delivery(@Param('id') id: string, @Param('delivery') delivery: string): Promise<DeliveryView> {
    return this.queries.delivery(id, delivery);
  }

  @For('administrator')
  @Post(':id/deliveries/:delivery/actions/resend')
  @HttpCode(200)
  @ApiOkResponse({ type: DeliveryView })
  resend(@Param('id') id: string, @Param('delivery') delivery: string, @By() by: Actor): Promise<DeliveryView> {
    return this.queries.resend(id, delivery, by);
  }
}
