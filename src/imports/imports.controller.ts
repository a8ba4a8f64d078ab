import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { IMPORT_ACTIONS } from '../domain/import-life.js';
import { By, For } from '../platform/http/access.js';
import { PageQuery } from '../platform/http/paging.js';
import { ImportCommand, ImportFaultPage, ImportPage, ImportView, MappingInput, SavedMappingView } from './import.dto.js';
import { ImportQueries } from './import.queries.js';
import { importActionOf, importIdOf, Imports } from './imports.js';

const FORM = {
  schema: {
    type: 'object' as const,
    properties: {
      source: { type: 'string', maxLength: 64 },
      mappingId: { type: 'string' },
      file: { type: 'string', format: 'binary' },
    },
    required: ['source', 'file'],
  },
};

/** Cases of another system, from a file: upload, mapping, look through, run. Source: domain text, section 12. */
@ApiTags('imports')
@For('administrator')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly queries: ImportQueries,
  ) {}

  @Get()
  @ApiOkResponse({ type: ImportPage })
  list(@Query() query: PageQuery): Promise<ImportPage> {
    return this.queries.list(query);
  }

  /** A CSV file (UTF-8 or GB18030) or a workbook, at most 50 MB; the fields come before the file. */
  @Post()
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  @ApiCreatedResponse({ type: ImportView })
  async upload(@Req() request: FastifyRequest, @By() by: Actor): Promise<ImportView> {
    return this.queries.item(await this.imports.upload(request, by));
  }

  @Get('mappings')
  @ApiOkResponse({ type: SavedMappingView, isArray: true })
  mappings(): Promise<SavedMappingView[]> {
    return this.queries.mappings();
  }

  @Get(':id')
  @ApiOkResponse({ type: ImportView })
  item(@Param('id') id: string): Promise<ImportView> {
    return this.queries.item(importIdOf(id));
  }

  @Put(':id/mapping')
  @ApiOkResponse({ type: ImportView })
  async map(@Param('id') id: string, @Body() body: MappingInput, @By() by: Actor): Promise<ImportView> {
    await this.imports.map(importIdOf(id), body, by);
    return this.queries.item(id);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: IMPORT_ACTIONS })
  @ApiOkResponse({ type: ImportView })
  async act(@Param('id') id: string, @Param('action') action: string, @Body() body: ImportCommand, @By() by: Actor): Promise<ImportView> {
    await this.imports.act(importIdOf(id), importActionOf(action), body.version, by);
    return this.queries.item(id);
  }

  @Get(':id/faults')
  @ApiOkResponse({ type: ImportFaultPage })
  faults(@Param('id') id: string, @Query() query: PageQuery): Promise<ImportFaultPage> {
    return this.queries.faults(importIdOf(id), query);
  }

  @Get(':id/faults.csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } } })
  async faultsFile(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    const { number, bytes } = await this.queries.faultsFile(importIdOf(id));
    void reply.headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' });
    const name = encodeURIComponent(`导入问题行_${number}.csv`);
    const disposition = `attachment; filename="${number}.csv"; filename*=UTF-8''${name}`;
    return new StreamableFile(bytes, { type: 'text/csv; charset=utf-8', disposition, length: bytes.length });
  }
}
