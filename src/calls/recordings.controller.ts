import { Body, Controller, Get, Headers, Param, Post, Res, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { By, For } from '../platform/http/access.js';
import { ListenBody } from './call.dto.js';
import { TicketView } from './call.views.js';
import { Recordings } from './recordings.js';

const ID = /^[0-9a-f-]{36}$/;
const TOKEN = /^[\w-]{43}$/;
const HEARERS = ['operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner'] as const;

/** Sound of calls: first a reason, then a ticket, then the sound in ranges; never a download by default. */
@ApiTags('calls')
@Controller('recordings')
export class RecordingsController {
  constructor(private readonly recordings: Recordings) {}

  @For(...HEARERS)
  @Post(':id/tickets')
  @ApiCreatedResponse({ type: TicketView })
  async ticket(@Param('id') id: string, @Body() { reason }: ListenBody, @By() by: Actor): Promise<TicketView> {
    if (!ID.test(id)) throw notFound();
    const { token, expiresAt } = await this.recordings.ticket(id, reason, by);
    return { url: `/api/v1/recordings/sound/${token}`, expiresAt: isoOf(expiresAt) };
  }

  @For(...HEARERS)
  @Get('sound/:token')
  @ApiOkResponse({ content: { 'audio/wav': { schema: { type: 'string', format: 'binary' } } } })
  async sound(
    @Param('token') token: string,
    @Headers('range') range: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    if (!TOKEN.test(token)) throw notFound();
    const bytes = await this.recordings.open(token, by);
    const span = spanOf(range, bytes.length);
    void reply.headers({
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      ...(span ? { 'content-range': `bytes ${span.from}-${span.to}/${bytes.length}` } : {}),
    });
    if (span) void reply.status(206);
    const part = span ? bytes.subarray(span.from, span.to + 1) : bytes;
    return new StreamableFile(part, { type: 'audio/wav', disposition: 'inline', length: part.length });
  }
}

/** One range as browsers ask for it; anything else gets the whole. Source: RFC 9110, section 14. */
function spanOf(range: string | undefined, length: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || (first === '' && last === '')) return undefined;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return from <= to ? { from, to } : undefined;
}
