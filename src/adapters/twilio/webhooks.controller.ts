import { Controller, Get, Inject, Post, Req, Res, type RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import twilio from 'twilio';
import { Hearing } from '../../calls/hearing.js';
import { telephoneSettings } from '../../calls/settings.js';
import type { Prompt } from '../../calls/telephony.js';
import { PASS_HEADER, Rehearsals } from '../../cases/rehearsals.js';
import { Clock } from '../../platform/clock.js';
import { Log } from '../../platform/log.js';
import { Public } from '../../platform/http/access.js';
import { ACCOUNT, type Account } from './account.js';
import { addressesOf, WEBHOOKS } from './addresses.js';
import { apologyDocument, documentOf, holdDocument, waitingDocument, type Writing } from './documents.js';
import { musicOnHold } from './music.js';
import { type Parameters, misshapen, parametersOf } from './parameters.js';
import { ShortMessages } from './short-messages.js';
import { chose, conference, incoming, leftQueue, type Reader, recording, status, voicemail } from './told.js';

type Request = RawBodyRequest<FastifyRequest>;
interface Admitted {
  parameters: Parameters;
  query: Parameters;
}
const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/**
 * What the carrier tells and asks. Only what it signed is read, only in the shapes it has, and each answer costs one indexed read and one
 * write at most. Wrong or missing signature: 403 and an empty body. Source: telephony text, 1.11 to 1.13.
 */
@ApiExcludeController()
@Controller(WEBHOOKS.slice(1))
export class WebhooksController {
  private readonly writing: Writing;

  constructor(
    private readonly hearing: Hearing,
    private readonly messages: ShortMessages,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly rehearsals: Rehearsals,
    @Inject(ACCOUNT) private readonly account: Account,
  ) {
    this.writing = { settings: telephoneSettings(), addressOf: addressesOf(account) };
  }

  @Public()
  @Post('voice')
  async voice(@Req() request: Request, @Res() reply: FastifyReply) {
    const pass = request.headers[PASS_HEADER];
    const isRehearsal = typeof pass === 'string' && typeof this.admit(request) !== 'number' && (await this.rehearsals.redeem(pass));
    return this.tells(request, reply, incoming, undefined, isRehearsal);
  }

  @Public()
  @Post('voice/menu')
  menu(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.tells(request, reply, chose);
  }

  /** Asked anew with every loop of the music: answered from what the carrier says, without asking the database. */
  @Public()
  @Post('voice/wait')
  wait(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.answer(request, reply, ({ parameters }) => {
      const [position, seconds] = [Number(parameters.QueuePosition ?? 1), Number(parameters.QueueTime ?? 0)];
      return waitingDocument(this.writing, { position, seconds, isStaffed: this.hearing.isStaffed() });
    });
  }

  @Public()
  @Post('voice/queued')
  queued(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.tells(request, reply, leftQueue, ({ parameters }, prompt) =>
      // led into a room or gone: whoever led him there has the word
      /^(redirected|bridged|hangup)/.test(parameters.QueueResult ?? '') ? { say: 'nothing' } : prompt,
    );
  }

  @Public()
  @Post(['voice/room', 'voice/queue'])
  place(@Req() request: Request, @Res() reply: FastifyReply) {
    const say = request.url.includes('/voice/room') ? 'room' : 'queue';
    return this.answer(request, reply, ({ query }) => documentOf({ say }, this.writing, query.call ?? ''));
  }

  @Public()
  @Post('voice/hold')
  hold(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.answer(request, reply, () => holdDocument(this.writing));
  }

  @Public()
  @Post('voice/voicemail')
  voicemail(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.tells(request, reply, voicemail, () => ({ say: 'goodbye' }));
  }

  @Public()
  @Post('voice/fallback')
  fallback(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.answer(request, reply, () => apologyDocument(this.writing));
  }

  @Public()
  @Post('status')
  status(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.tells(request, reply, status, nothing);
  }

  @Public()
  @Post('conference')
  conference(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.tells(request, reply, conference, nothing);
  }

  @Public()
  @Post('recording')
  recording(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.tells(request, reply, recording, nothing);
  }

  @Public()
  @Post('sms')
  sms(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.answer(request, reply, async ({ parameters }) => {
      await this.messages.received(parameters);
      return EMPTY;
    });
  }

  @Public()
  @Post('sms/status')
  smsStatus(@Req() request: Request, @Res() reply: FastifyReply) {
    return this.answer(request, reply, async ({ parameters, query }) => {
      await this.messages.reported(parameters, query.ref);
      return EMPTY;
    });
  }

  @Public()
  @Get('music.wav')
  music(@Res() reply: FastifyReply) {
    void reply.type('audio/wav').header('cache-control', 'public, max-age=86400').send(musicOnHold());
  }

  /** Hands what was told to the call, and answers with what its caller hears next. */
  private tells(
    request: Request,
    reply: FastifyReply,
    reader: Reader,
    choose?: (admitted: Admitted, prompt: Prompt) => Prompt,
    isRehearsal = false,
  ) {
    return this.answer(request, reply, async (admitted) => {
      const { parameters, query } = admitted;
      const [now, { settings }] = [this.clock.now(), this.writing];
      const facts = reader({ parameters, query, now, ofWorld: (instant) => this.clock.ofWorld(instant), settings });
      const { CallSid: leg, From: number, ConferenceSid: room } = parameters;
      const call = query.call ? { callId: query.call } : { ...(leg ? { leg } : {}), ...(number !== undefined ? { number } : {}) };
      const hear = isRehearsal ? 'rehearse' : 'hear';
      const prompt: Prompt =
        facts.length > 0 ? await this.hearing[hear]({ ...call, ...(room ? { room } : {}), facts }) : { say: 'nothing' };
      return documentOf(choose ? choose(admitted, prompt) : prompt, this.writing, query.call ?? '');
    });
  }

  private async answer(request: Request, reply: FastifyReply, handle: (admitted: Admitted) => string | Promise<string>): Promise<void> {
    const admitted = this.admit(request);
    if (typeof admitted === 'number') void reply.status(admitted).send();
    else
      void reply
        .status(200)
        .type('text/xml; charset=utf-8')
        .send(await handle(admitted));
  }

  /** The parameters of a request that the carrier signed, or the status that refuses it. */
  private admit(request: Request): Admitted | number {
    const { single, signed } = parametersOf(request.rawBody?.toString('utf8') ?? '');
    const signature = request.headers['x-twilio-signature'];
    const url = this.account.webhookBase + request.originalUrl;
    const isSigned =
      typeof signature === 'string' && this.account.authTokens.some((token) => twilio.validateRequest(token, signature, url, signed));
    if (!isSigned) return 403;
    const broken = single.AccountSid === this.account.accountSid ? misshapen(single) : ['AccountSid'];
    if (broken.length === 0) return { parameters: single, query: request.query as Parameters };
    this.log.warn(`a signed webhook with parameters out of shape: ${broken.join(', ')}`);
    return 400;
  }
}

const nothing = (): Prompt => ({ say: 'nothing' });
