import { Body, Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiExtraModels, ApiHeader, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../platform/http/access.js';
import { ComplaintInput, IntakeReceipt } from './intake.dto.js';
import { NotKeptReceipt } from './not-kept.dto.js';
import { PublicIntake, type RehearsalReceipt } from './public-intake.js';
import { PASS_HEADER } from './rehearsals.js';
import { Tracking } from './tracking.js';
import { TrackInput, TrackMessageInput, TrackRatingInput, TrackReopeningInput, TrackView, TrackWithdrawalInput } from './tracking.dto.js';

/** The public form and tracking: no account, only number and code. */
@Public()
@Controller('public')
export class PublicController {
  constructor(
    private readonly intake: PublicIntake,
    private readonly tracking: Tracking,
  ) {}

  @Post('complaints')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiExtraModels(IntakeReceipt, NotKeptReceipt)
  @ApiCreatedResponse({ schema: { oneOf: [{ $ref: getSchemaPath(IntakeReceipt) }, { $ref: getSchemaPath(NotKeptReceipt) }] } })
  complain(
    @Body() body: ComplaintInput,
    @Req() { ip, headers }: FastifyRequest,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<IntakeReceipt | NotKeptReceipt | RehearsalReceipt> {
    const given = headers[PASS_HEADER];
    return this.intake.complainOrRehearse(body, ip, { idempotencyKey, pass: typeof given === 'string' ? given : undefined });
  }

  @Post('track')
  @HttpCode(200)
  @ApiOkResponse({ type: TrackView })
  track(@Body() body: TrackInput, @Req() { ip }: FastifyRequest): Promise<TrackView> {
    return this.tracking.view(body, ip);
  }

  @Post('track/messages')
  @HttpCode(200)
  @ApiOkResponse({ type: TrackView })
  message(@Body() body: TrackMessageInput, @Req() { ip }: FastifyRequest): Promise<TrackView> {
    return this.tracking.act(body, ip, 'message', { text: body.text });
  }

  @Post('track/rating')
  @HttpCode(200)
  @ApiOkResponse({ type: TrackView })
  rate(@Body() { solved, satisfied, contacted, comment, ...given }: TrackRatingInput, @Req() { ip }: FastifyRequest): Promise<TrackView> {
    return this.tracking.act(given, ip, 'rate', { solved, satisfied, contacted, comment });
  }

  @Post('track/reopening')
  @HttpCode(200)
  @ApiOkResponse({ type: TrackView })
  reopen(@Body() { reason, ...given }: TrackReopeningInput, @Req() { ip }: FastifyRequest): Promise<TrackView> {
    return this.tracking.act(given, ip, 'reopen', { reason });
  }

  @Post('track/withdrawal')
  @HttpCode(200)
  @ApiOkResponse({ type: TrackView })
  withdraw(@Body() { reason, ...given }: TrackWithdrawalInput, @Req() { ip }: FastifyRequest): Promise<TrackView> {
    return this.tracking.act(given, ip, 'withdraw', { reason });
  }
}
