import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ComplaintInput } from '../cases/intake.dto.js';
import { PublicIntake } from '../cases/public-intake.js';
import { Tracking } from '../cases/tracking.js';
import { TrackMessageInput, TrackRatingInput, TrackReopeningInput, TrackWithdrawalInput } from '../cases/tracking.dto.js';
import { notFound } from '../domain/errors.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Public } from '../platform/http/access.js';
import { checked } from '../platform/http/checked.js';
import { type Html } from '../platform/http/html.js';
import { type BrokenField, problemOf } from '../platform/http/problem.js';
import { Catalogue } from './catalogue.js';
import type { Filled } from './controls.js';
import { formPage } from './form-page.js';
import { framed, type Voice, voiceOf } from './frame.js';
import { complaintOf, missingIn, type Posted, postedOf, problemsOf } from './reading.js';
import { notKeptPage, receiptPage } from './receipt-page.js';
import { askPage, casePage, type Ticket, type Told } from './track-page.js';
import type { Said } from './words.zh-CN.js';

/** What a complainant may do with his case: the action, what it takes, what is said when it is done. */
const DOINGS = {
  messages: { action: 'message', shape: TrackMessageInput, done: ({ track }: Said) => track.sent },
  rating: { action: 'rate', shape: TrackRatingInput, done: ({ track }: Said) => track.rated },
  reopening: { action: 'reopen', shape: TrackReopeningInput, done: ({ track }: Said) => track.reopened },
  withdrawal: { action: 'withdraw', shape: TrackWithdrawalInput, done: ({ track }: Said) => track.withdrawn },
} as const;
const HTML = 'text/html; charset=utf-8';

/**
 * Filing and tracking without a script, for old telephones, readers of all kinds, and days on which the script does not come. Codes travel
 * in bodies only, never in addresses. Source: domain text, section 11.
 */
@Public()
@ApiExcludeController()
@Controller('plain')
export class PlainController {
  constructor(
    private readonly intake: PublicIntake,
    private readonly tracking: Tracking,
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('file')
  @Header('content-type', HTML)
  form(@Query() { lang }: Record<string, unknown>): string {
    const voice = voiceOf(lang);
    return this.formWith(voice, { values: { kind: 'complaint', key: randomUUID() }, problems: {} });
  }

  /** Files the complaint, or shows the form again with everything that was written and what is wrong with it. */
  @Post('file')
  @HttpCode(200)
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async file(@Body() body: unknown, @Req() { ip }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const posted = postedOf(body);
    const voice = voiceOf(posted.lang);
    const missing = missingIn(posted, voice.said);
    if (Object.keys(missing).length > 0) return this.again(voice, posted, missing, reply, 422);
    try {
      const input = await checked(ComplaintInput, complaintOf(posted));
      const receipt = await this.intake.complain(input, ip, posted.key);
      const { done, notKept } = voice.said;
      if ('kept' in receipt) return this.page(voice, 'file', notKept.title, notKeptPage(voice, receipt));
      return this.page(voice, 'file', done.title, receiptPage(voice, receipt));
    } catch (error) {
      const { status, fields } = refusalOf(error);
      const problems = fields.length > 0 ? problemsOf(fields, voice.said) : { kind: explained(voice, status) };
      return this.again(voice, posted, problems, reply, status);
    }
  }

  @Get('track')
  @Header('content-type', HTML)
  ask(@Query() { lang }: Record<string, unknown>): string {
    return this.tracked(voiceOf(lang), askPage(voiceOf(lang), { values: {}, problems: {} }));
  }

  @Post('track')
  @HttpCode(200)
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async show(@Body() body: unknown, @Req() { ip }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const posted = postedOf(body);
    return this.shown(voiceOf(posted.lang), posted, ip, reply);
  }

  /** One of the complainant's actions, then the case as it stands; a refusal is told above it and changes nothing. */
  @Post('track/:doing')
  @HttpCode(200)
  @Header('content-type', HTML)
  @Header('cache-control', 'no-store')
  async act(
    @Param('doing') doing: string,
    @Body() body: unknown,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { lang, ...posted } = postedOf(body);
    const voice = voiceOf(lang);
    if (!Object.hasOwn(DOINGS, doing)) throw notFound();
    const { action, shape, done } = DOINGS[doing as keyof typeof DOINGS];
    try {
      const given = 'contacted' in posted ? { ...posted, contacted: posted.contacted === 'yes' } : posted;
      const { caseNumber, trackingCode, ...rest } = await checked<Ticket>(shape, given);
      await this.tracking.act({ caseNumber, trackingCode }, ip, action, rest);
      return await this.shown(voice, posted, ip, reply, { good: done(voice.said) });
    } catch (error) {
      const { status } = refusalOf(error);
      if (status === 404) return this.refused(voice, posted, status, reply);
      void reply.status(status);
      return this.shown(voice, posted, ip, reply, { bad: explained(voice, status), kept: { doing, values: posted } });
    }
  }

  private async shown(voice: Voice, posted: Posted, ip: string, reply: FastifyReply, told: Told = {}): Promise<string> {
    const ticket = { caseNumber: posted.caseNumber ?? '', trackingCode: posted.trackingCode ?? '' };
    try {
      const found = await this.tracking.view(ticket, ip);
      const offices = found.departments.map(({ code, name }) => this.catalogue.nameOf(code, voice) ?? name);
      const around = { now: this.clock.now(), offices: offices.join(voice.language === 'en' ? ', ' : '、') };
      return this.tracked(voice, casePage(voice, ticket, found, around, told));
    } catch (error) {
      return this.refused(voice, posted, refusalOf(error).status, reply);
    }
  }

  private refused(voice: Voice, posted: Posted, status: number, reply: FastifyReply): string {
    void reply.status(status);
    return this.tracked(voice, askPage(voice, { values: posted, problems: {} }, explained(voice, status)));
  }

  private again(voice: Voice, values: Posted, problems: Filled['problems'], reply: FastifyReply, status: number): string {
    void reply.status(status);
    return this.formWith(voice, { values: { ...values, more: 'open' }, problems });
  }

  private formWith(voice: Voice, filled: Filled): string {
    return this.page(voice, 'file', voice.said.file.title, formPage(voice, filled, this.catalogue.lists()));
  }

  private tracked(voice: Voice, body: Html): string {
    return this.page(voice, 'track', voice.said.track.title, body);
  }

  private page(voice: Voice, path: string, title: string, body: Html): string {
    return framed(voice, { title, path, body, demo: this.config.demo });
  }
}

/** The status of a refusal and the fields it names; what is no refusal goes on to the filter. */
function refusalOf(error: unknown): { status: number; fields: BrokenField[] } {
  const { status, facts } = problemOf(error);
  if (status >= 500 && status !== 503) throw error;
  return { status, fields: Array.isArray(facts.fields) ? (facts.fields as BrokenField[]) : [] };
}

function explained({ said: { errors, plain } }: Voice, status: number): string {
  if (status === 404) return errors.notFound;
  if (status === 409) return plain.answerGone;
  if (status === 429 || status === 503) return errors.busy;
  return errors.other;
}
