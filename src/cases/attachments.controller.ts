import { Controller, Get, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, COMPLAINANT } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { readForm } from '../files/multipart.js';
import { dispositionOf, SENT_FILE_HEADERS } from '../files/sending.js';
import { CONFIG, type Config } from '../platform/config.js';
import { By, CASE_ROLES, For, Public } from '../platform/http/access.js';
import { Shown } from '../platform/http/fields.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { type Attached, Attachments } from './attachments.js';
import { Tracking } from './tracking.js';

export class AttachedView implements Attached {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown({ description: 'Bytes' }) size!: number;
  @Shown({ example: 'image/jpeg' }) type!: string;
}

const NUMBER = /^\d{14}$/;
const ID = /^[0-9a-f-]{36}$/;
const file = { type: 'string', format: 'binary' };
const form = (fields: object) => ({
  schema: { type: 'object' as const, properties: { ...fields, file }, required: [...Object.keys(fields), 'file'] },
});

@ApiTags('attachments')
@Controller()
export class AttachmentsController {
  private readonly uploads: RateLimit;

  constructor(
    private readonly attachments: Attachments,
    private readonly tracking: Tracking,
    @Inject(CONFIG) config: Config,
  ) {
    this.uploads = new RateLimit(config.intakesPerMinute);
  }

  @Public()
  @Post('public/track/attachments')
  @ApiConsumes('multipart/form-data')
  @ApiBody(form({ caseNumber: { type: 'string' }, trackingCode: { type: 'string' } }))
  @ApiCreatedResponse({ type: AttachedView })
  async send(@Req() request: FastifyRequest): Promise<AttachedView> {
    await this.uploads.pass(request.ip);
    const { admitted, file: sent } = await readForm(request, ['caseNumber', 'trackingCode'], async (fields) => {
      const { caseNumber } = await this.tracking.open(fields.caseNumber!, fields.trackingCode!, request.ip);
      return { caseNumber, ...(await this.attachments.admit(caseNumber, COMPLAINANT)) };
    });
    return this.attachments.add(admitted.caseNumber, sent, COMPLAINANT, admitted);
  }

  @For('operator', 'dispatcher', 'reviewer', 'supervisor', 'handler', 'leader')
  @Post('cases/:caseNumber/attachments')
  @ApiConsumes('multipart/form-data')
  @ApiBody(form({}))
  @ApiCreatedResponse({ type: AttachedView })
  async add(@Param('caseNumber') caseNumber: string, @Req() request: FastifyRequest, @By() by: Actor): Promise<AttachedView> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    const { admitted, file: sent } = await readForm(request, [], () => this.attachments.admit(caseNumber, by));
    return this.attachments.add(caseNumber, sent, by, admitted);
  }

  /** The original for the hotline and for who sent it; for departments a picture's copy without traces. */
  @For(...CASE_ROLES)
  @Get('cases/:caseNumber/attachments/:id')
  @ApiOkResponse({ content: { '*/*': { schema: file } } })
  async read(
    @Param('caseNumber') caseNumber: string,
    @Param('id') id: string,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    if (!NUMBER.test(caseNumber) || !ID.test(id)) throw notFound();
    const { bytes, type, name } = await this.attachments.open(caseNumber, id, by);
    void reply.headers(SENT_FILE_HEADERS);
    return new StreamableFile(bytes, { ...dispositionOf(name, type), length: bytes.length });
  }
}
