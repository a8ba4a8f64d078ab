import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { EXPORT_ACTIONS } from '../domain/export-life.js';
import { isoOf } from '../domain/time.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { Downloads } from './downloads.js';
import { ExportDecision, ExportListQuery, ExportPage, ExportRefusal, ExportRequest, ExportTicketView, ExportView } from './export.dto.js';
import { ExportQueries } from './export.queries.js';
import { Exports } from './exports.js';
import type { ExportFormat, ExportKind } from './settings.js';

const ID = /^[0-9a-f-]{36}$/;
const TOKEN = /^[\w-]{43}$/;
const TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  zip: 'application/zip',
};
const NAMES: Record<ExportKind, string> = { cases: '工单清单', 'monthly-report': '运行月报', ranking: '红黑榜', archive: '工单归档' };
const known = (id: string): string => {
  if (!ID.test(id)) throw notFound();
  return id;
};

/** Files as jobs: asked for with a reason, approved by another, made in the background, fetched once by ticket. Source: domain text 6.6. */
@ApiTags('exports')
@For(...CASE_ROLES)
@Controller('exports')
export class ExportsController {
  constructor(
    private readonly exports: Exports,
    private readonly queries: ExportQueries,
    private readonly downloads: Downloads,
  ) {}

  @Get()
  @ApiOkResponse({ type: ExportPage })
  list(@Query() query: ExportListQuery, @By() by: Actor): Promise<ExportPage> {
    return this.queries.list(query, by);
  }

  @Post()
  @ApiCreatedResponse({ type: ExportView })
  async ask(@Body() body: ExportRequest, @By() by: Actor): Promise<ExportView> {
    return this.queries.item(await this.exports.ask(body, by), by);
  }

  @Get(':id')
  @ApiOkResponse({ type: ExportView })
  item(@Param('id') id: string, @By() by: Actor): Promise<ExportView> {
    return this.queries.item(known(id), by);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiExtraModels(ExportDecision, ExportRefusal)
  @ApiParam({ name: 'action', enum: EXPORT_ACTIONS })
  @ApiBody({ schema: { oneOf: [ExportDecision, ExportRefusal].map((one) => ({ $ref: getSchemaPath(one) })) } })
  @ApiOkResponse({ type: ExportView })
  async decide(@Param('id') id: string, @Param('action') action: string, @Body() body: object, @By() by: Actor): Promise<ExportView> {
    await this.exports.decide(known(id), action, body, by);
    return this.queries.item(id, by);
  }

  /** Leave for one download, for the asker alone. */
  @Post(':id/tickets')
  @ApiCreatedResponse({ type: ExportTicketView })
  async ticket(@Param('id') id: string, @By() by: Actor): Promise<ExportTicketView> {
    const { token, expiresAt } = await this.downloads.ticket(known(id), by);
    return { url: `/api/v1/exports/files/${token}`, expiresAt: isoOf(expiresAt) };
  }

  @Get('files/:token')
  @ApiOkResponse({ content: { '*/*': { schema: { type: 'string', format: 'binary' } } } })
  async file(@Param('token') token: string, @By() by: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    if (!TOKEN.test(token)) throw notFound();
    const { bytes, of } = await this.downloads.open(token, by);
    void reply.headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
    const name = `${NAMES[of.kind]}_${of.number}.${of.format}`;
    return new StreamableFile(bytes, {
      type: TYPES[of.format],
      disposition: `attachment; filename="${of.number}.${of.format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      length: bytes.length,
    });
  }
}
