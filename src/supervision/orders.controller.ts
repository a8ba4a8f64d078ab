import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { ORDER_BODIES, OrderInput, OrderListQuery, SpotCheckInput, SpotCheckListQuery } from './order.dto.js';
import { OrderQueries } from './order.queries.js';
import { OrderPage, OrderView, SpotCheckPage, SpotCheckView } from './order.views.js';
import { Orders } from './orders.js';
import { OFFICE_READERS } from './readers.js';
import { SpotChecks } from './spot-checks.js';

/** Supervision orders 督办, and spot checks 抽查 that they may come of. */
@ApiTags('supervision')
@Controller('supervision-orders')
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly checks: SpotChecks,
    private readonly queries: OrderQueries,
  ) {}

  @For(...OFFICE_READERS)
  @Get()
  @ApiOkResponse({ type: OrderPage })
  list(@Query() query: OrderListQuery, @By() by: Actor): Promise<OrderPage> {
    return this.queries.list(query, by);
  }

  @For('supervisor')
  @Post()
  @ApiCreatedResponse({ type: OrderView })
  async issue(@Body() body: OrderInput, @By() by: Actor): Promise<OrderView> {
    return this.queries.view(await this.orders.issue(body, by), by);
  }

  @For('supervisor', 'commissioner', 'inspector')
  @Get('draws')
  @ApiOkResponse({ type: SpotCheckPage })
  draws(@Query() query: SpotCheckListQuery): Promise<SpotCheckPage> {
    return this.queries.draws(query);
  }

  /** Announces a spot check: list and seed stand from now on, nothing is drawn yet. */
  @For('supervisor')
  @Post('draws')
  @ApiCreatedResponse({ type: SpotCheckView })
  async announce(@Body() body: SpotCheckInput, @By() by: Actor): Promise<SpotCheckView> {
    return this.queries.draw(await this.checks.announce(body, by), by);
  }

  @For('supervisor', 'commissioner', 'inspector')
  @Get('draws/:drawNumber')
  @ApiOkResponse({ type: SpotCheckView })
  drawOf(@Param('drawNumber') drawNumber: string, @By() by: Actor): Promise<SpotCheckView> {
    return this.queries.draw(drawNumber, by);
  }

  @For('supervisor')
  @Post('draws/:drawNumber/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: ['draw'] })
  @ApiOkResponse({ type: SpotCheckView })
  async draw(@Param('drawNumber') drawNumber: string, @Param('action') action: string, @Body() body: object, @By() by: Actor) {
    await this.checks.act(drawNumber, action, body, by);
    return this.queries.draw(drawNumber, by);
  }

  @For(...OFFICE_READERS)
  @Get(':orderNumber')
  @ApiOkResponse({ type: OrderView })
  item(@Param('orderNumber') orderNumber: string, @By() by: Actor): Promise<OrderView> {
    return this.queries.view(orderNumber, by);
  }

  /** Any action of the table of an order's life; `actions` of the order names those open to this reader now. */
  @For('supervisor', 'handler', 'leader')
  @Post(':orderNumber/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: Object.keys(ORDER_BODIES) })
  @ApiOkResponse({ type: OrderView })
  async act(@Param('orderNumber') orderNumber: string, @Param('action') action: string, @Body() body: object, @By() by: Actor) {
    await this.orders.act(orderNumber, action, body, by);
    return this.queries.view(orderNumber, by);
  }
}
