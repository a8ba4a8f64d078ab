import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IntakeReceipt } from '../cases/intake.dto.js';
import { type Actor, COMPLAINANT } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { CONFIG, type Config } from '../platform/config.js';
import { By, For, Public } from '../platform/http/access.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { MonitoringPoints } from './monitoring-points.js';
import { SpecialSupervisors } from './special-supervisors.js';
import {
  InvitedWatcher,
  MonitoringPointDetail,
  MonitoringPointInput,
  MonitoringPointPage,
  MonitoringPointView,
  ObservationInput,
  PointReportInput,
  SetUpView,
  SpecialSupervisorInput,
  SpecialSupervisorPage,
  SpecialSupervisorView,
  UnmaskedWatcher,
  WatcherListQuery,
  WatcherUnmaskInput,
  WayInInput,
  WayInSetupInput,
  WayInView,
} from './watcher.dto.js';
import { type WayInOwner, type WayInRow, WaysIn } from './ways-in.js';

@ApiTags('special-supervisors')
@Controller('special-supervisors')
export class SpecialSupervisorsController {
  constructor(private readonly supervisors: SpecialSupervisors) {}

  @For('supervisor', 'commissioner')
  @Get()
  @ApiOkResponse({ type: SpecialSupervisorPage })
  list(@Query() query: WatcherListQuery): Promise<SpecialSupervisorPage> {
    return this.supervisors.list(query);
  }

  @For('supervisor')
  @Post()
  @ApiCreatedResponse({ type: SpecialSupervisorView })
  add(@Body() body: SpecialSupervisorInput, @By() by: Actor): Promise<SpecialSupervisorView> {
    return this.supervisors.add(body, by);
  }

  /** A link for the person, shown once. */
  @For('supervisor')
  @Post(':number/actions/invite')
  @HttpCode(200)
  @ApiOkResponse({ type: InvitedWatcher })
  invite(@Param('number') number: string, @By() by: Actor): Promise<InvitedWatcher> {
    return this.supervisors.invite(number, by);
  }

  @For('supervisor')
  @Post(':number/actions/end')
  @HttpCode(200)
  @ApiOkResponse({ type: SpecialSupervisorView })
  end(@Param('number') number: string, @By() by: Actor): Promise<SpecialSupervisorView> {
    return this.supervisors.end(number, by);
  }

  @For('supervisor')
  @Post(':number/actions/unmask')
  @HttpCode(200)
  @ApiOkResponse({ type: UnmaskedWatcher })
  async unmask(@Param('number') number: string, @Body() { fields, reason }: WatcherUnmaskInput, @By() by: Actor): Promise<UnmaskedWatcher> {
    return { values: await this.supervisors.unmask(number, fields, reason, by) };
  }
}

@ApiTags('monitoring-points')
@Controller('monitoring-points')
export class MonitoringPointsController {
  constructor(private readonly points: MonitoringPoints) {}

  @For('supervisor', 'commissioner')
  @Get()
  @ApiOkResponse({ type: MonitoringPointPage })
  list(@Query() query: WatcherListQuery): Promise<MonitoringPointPage> {
    return this.points.list(query);
  }

  @For('supervisor', 'commissioner')
  @Get(':number')
  @ApiOkResponse({ type: MonitoringPointDetail })
  item(@Param('number') number: string): Promise<MonitoringPointDetail> {
    return this.points.item(number);
  }

  @For('supervisor')
  @Post()
  @ApiCreatedResponse({ type: MonitoringPointView })
  add(@Body() body: MonitoringPointInput, @By() by: Actor): Promise<MonitoringPointView> {
    return this.points.add(body, by);
  }

  @For('supervisor')
  @Post(':number/actions/invite')
  @HttpCode(200)
  @ApiOkResponse({ type: InvitedWatcher })
  invite(@Param('number') number: string, @By() by: Actor): Promise<InvitedWatcher> {
    return this.points.invite(number, by);
  }

  @For('supervisor')
  @Post(':number/actions/end')
  @HttpCode(200)
  @ApiOkResponse({ type: MonitoringPointView })
  end(@Param('number') number: string, @By() by: Actor): Promise<MonitoringPointView> {
    return this.points.end(number, by);
  }
}

/** The way in of special supervisors and monitoring points: no account, a number and the access code they set themselves. */
@Public()
@Controller('public/watch')
export class WatchController {
  private readonly intakes: RateLimit;

  constructor(
    private readonly ways: WaysIn,
    private readonly supervisors: SpecialSupervisors,
    private readonly points: MonitoringPoints,
    @Inject(CONFIG) config: Config,
  ) {
    this.intakes = new RateLimit(config.intakesPerMinute);
  }

  @Post('setup')
  @HttpCode(200)
  @ApiOkResponse({ type: SetUpView })
  async setUp(@Body() { token, code }: WayInSetupInput, @Req() { ip }: FastifyRequest): Promise<SetUpView> {
    const { number, owner } = await this.ways.setUp(token, code, ip);
    return { number, owner };
  }

  @Post('look')
  @HttpCode(200)
  @ApiOkResponse({ type: WayInView })
  async look(@Body() { number, code }: WayInInput, @Req() { ip }: FastifyRequest): Promise<WayInView> {
    const way = await this.ways.enter(number, code, ip);
    if (way.owner === 'monitoring-point') return this.points.behind(way.number);
    return { number: way.number, owner: way.owner, observations: await this.supervisors.observationsOf(way.number) };
  }

  /** An observation becomes a case; its tracking code is shown once, as everybody's. */
  @Post('observations')
  @ApiCreatedResponse({ type: IntakeReceipt })
  async file(@Body() body: ObservationInput, @Req() { ip }: FastifyRequest): Promise<IntakeReceipt> {
    await this.intakes.pass(ip);
    return this.supervisors.file(await this.enter(body, 'special-supervisor', ip), body);
  }

  @Post('reports')
  @ApiCreatedResponse({ type: WayInView })
  async report(@Body() body: PointReportInput, @Req() { ip }: FastifyRequest): Promise<WayInView> {
    await this.intakes.pass(ip);
    return this.points.report(await this.enter(body, 'monitoring-point', ip), body, COMPLAINANT);
  }

  private async enter({ number, code }: WayInInput, owner: WayInOwner, ip: string): Promise<WayInRow> {
    const way = await this.ways.enter(number, code, ip);
    if (way.owner !== owner) throw notFound();
    return way;
  }
}
