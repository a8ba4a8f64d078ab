import { timingSafeEqual } from 'node:crypto';
import { Controller, Inject, Post, Req, Res, type RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MINUTE } from '../../domain/time.js';
import { Notices } from '../../notices/notices.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Public } from '../../platform/http/access.js';
import { Log } from '../../platform/log.js';
import { gatewayWords, itemsOf, messageOf, reportOf } from './gateway-words.js';
import { signatureOf } from './http-gateway.js';

type Request = RawBodyRequest<FastifyRequest>;
type Item = Record<string, unknown>;
const FRESH_MS = 5 * MINUTE;

/**
 * What a provider's gateway tells: how messages fared, and what people write back. Only what is signed with the shared key within five
 * minutes is read; a wrong or missing signature gets 403 and an empty body. The same thing told again is done once. The contract stands
 * in docs/operations.md.
 */
@ApiExcludeController()
@Controller('telephony/sms')
export class SmsCallbacksController {
  private readonly words = gatewayWords();

  constructor(
    private readonly notices: Notices,
    private readonly clock: Clock,
    private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post('reports')
  reports(@Req() request: Request, @Res() reply: FastifyReply): Promise<void> {
    return this.take(request, reply, async (item) => {
      const report = reportOf(item, this.words);
      if (report) await this.notices.delivered(report.id, report.state, report.code, report.ref);
      return report !== undefined;
    });
  }

  @Public()
  @Post('messages')
  messages(@Req() request: Request, @Res() reply: FastifyReply): Promise<void> {
    return this.take(request, reply, async (item) => {
      const message = messageOf(item, this.words);
      if (message) await this.notices.received(message);
      return message !== undefined;
    });
  }

  /** One thing after the other; one that cannot be understood is passed over, for sending it again would not help. */
  private async take(request: Request, reply: FastifyReply, each: (item: Item) => Promise<boolean>): Promise<void> {
    if (!this.isSigned(request)) return void reply.status(403).send();
    const items = itemsOf(request.body, this.words);
    if (!items) return void reply.status(400).send();
    let unread = 0;
    for (const item of items) unread += (await each(item)) ? 0 : 1;
    if (unread > 0) this.log.warn(`${unread} of ${items.length} things the message gateway told were not understood`);
    void reply.status(200).send(this.words.answer);
  }

  private isSigned({ headers, rawBody }: Request): boolean {
    const [timestamp, signature] = [headers['x-hotline-timestamp'], headers['x-hotline-signature']];
    if (typeof timestamp !== 'string' || typeof signature !== 'string' || !/^\d{10}$/.test(timestamp)) return false;
    if (Math.abs(this.clock.now() - Number(timestamp) * 1000) > FRESH_MS) return false;
    const given = Buffer.from(signature);
    const secrets = this.config.smsGateway?.callbackSecrets ?? [];
    return secrets.some((secret) => {
      const wanted = Buffer.from(`sha256=${signatureOf(secret, timestamp, rawBody?.toString('utf8') ?? '')}`);
      return wanted.length === given.length && timingSafeEqual(wanted, given);
    });
  }
}
