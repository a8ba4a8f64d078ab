import { Controller, Get, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { readForm } from '../files/multipart.js';
import { SENT_FILE_HEADERS, dispositionOf } from '../files/sending.js';
import { By, For } from '../platform/http/access.js';
import { Documents } from './documents.js';
import { InvestigationReads } from './investigation-reads.js';
import { InvestigationQueries } from './investigation.queries.js';
import { InvestigationView } from './investigation.views.js';
import { knownNumber } from './investigations.controller.js';

const ID = /^[0-9a-f-]{36}$/;
const file = { type: 'string', format: 'binary' };

@ApiTags('investigations')
@Controller('investigations/:investigationNumber/documents')
export class DocumentsController {
  constructor(
    private readonly documents: Documents,
    private readonly queries: InvestigationQueries,
    private readonly reads: InvestigationReads,
  ) {}

  @For('inspector')
  @Post()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', properties: { file }, required: ['file'] } })
  @ApiCreatedResponse({ type: InvestigationView })
  async add(@Param('investigationNumber') number: string, @Req() request: FastifyRequest, @By() by: Actor): Promise<InvestigationView> {
    const { file: sent } = await readForm(request, [], () => this.documents.admit(knownNumber(number), by));
    await this.documents.add(number, sent, by);
    return this.queries.view(number, by);
  }

  @For('inspector', 'commissioner')
  @Get(':id')
  @ApiOkResponse({ content: { '*/*': { schema: file } } })
  async read(
    @Param('investigationNumber') number: string,
    @Param('id') id: string,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    if (!ID.test(id)) throw notFound();
    const { bytes, name, type } = await this.documents.open(knownNumber(number), id, by);
    await this.reads.opened(number, by, id);
    void reply.headers(SENT_FILE_HEADERS);
    return new StreamableFile(bytes, { ...dispositionOf(name, type), length: bytes.length });
  }
}
