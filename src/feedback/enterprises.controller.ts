import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { readForm } from '../files/multipart.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { Shown } from '../platform/http/fields.js';
import { EnterpriseCases } from './enterprise-cases.js';
import {
  EnterpriseDetail,
  EnterpriseImportView,
  EnterpriseInput,
  EnterpriseListQuery,
  EnterpriseLookupInput,
  EnterprisePage,
  EnterpriseUnmaskInput,
  EnterpriseView,
  OfficerView,
  UnmaskedContact,
} from './enterprise.dto.js';
import { EnterpriseImport } from './enterprise-import.js';
import { Enterprises } from './enterprises.js';

/** The enterprise that was found, if any. */
export class EnterpriseFound {
  @Shown({ type: EnterpriseView, nullable: true }) enterprise!: EnterpriseView | null;
}

const FILE = {
  schema: {
    type: 'object' as const,
    properties: { dryRun: { type: 'string', enum: ['true', 'false'] }, file: { type: 'string', format: 'binary' } },
    required: ['dryRun', 'file'],
  },
};

@ApiTags('enterprises')
@Controller('enterprises')
export class EnterprisesController {
  constructor(
    private readonly enterprises: Enterprises,
    private readonly imports: EnterpriseImport,
    private readonly cases: EnterpriseCases,
  ) {}

  @For(...CASE_ROLES)
  @Get()
  @ApiOkResponse({ type: EnterprisePage })
  list(@Query() query: EnterpriseListQuery, @By() by: Actor): Promise<EnterprisePage> {
    return this.enterprises.list(query, by);
  }

  @For('supervisor')
  @Get('officers')
  @ApiOkResponse({ type: OfficerView, isArray: true })
  officers(): Promise<OfficerView[]> {
    return this.enterprises.officers();
  }

  /** For who registers a case: the enterprise of a code or a telephone number that was just typed; keeps nothing. */
  @For('operator')
  @Post('lookup')
  @HttpCode(200)
  @ApiOkResponse({ type: EnterpriseFound })
  async lookup(@Body() body: EnterpriseLookupInput): Promise<EnterpriseFound> {
    return { enterprise: await this.enterprises.lookup(body) };
  }

  /** A CSV file, UTF-8 or GB18030; with `dryRun` nothing is written. */
  @For('supervisor')
  @Post('imports')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody(FILE)
  @ApiOkResponse({ type: EnterpriseImportView })
  async import(@Req() request: FastifyRequest, @By() by: Actor): Promise<EnterpriseImportView> {
    const { admitted, file } = await readForm(request, ['dryRun'], ({ dryRun }) => Promise.resolve(dryRun !== 'false'));
    return this.imports.run(file.bytes, admitted, by);
  }

  @For(...CASE_ROLES)
  @Get(':id')
  @ApiOkResponse({ type: EnterpriseDetail })
  async item(@Param('id') id: string, @By() by: Actor): Promise<EnterpriseDetail> {
    const row = await this.enterprises.row(id, by);
    return { ...this.enterprises.view(row), cases: await this.cases.withCode(row.uscc, by), warnings: this.enterprises.warningsOf(row) };
  }

  @For('supervisor')
  @Post()
  @ApiCreatedResponse({ type: EnterpriseDetail })
  async add(@Body() body: EnterpriseInput, @By() by: Actor): Promise<EnterpriseDetail> {
    return this.item(await this.enterprises.write(body, by), by);
  }

  @For('supervisor')
  @Put(':id')
  @ApiOkResponse({ type: EnterpriseDetail })
  async change(@Param('id') id: string, @Body() body: EnterpriseInput, @By() by: Actor): Promise<EnterpriseDetail> {
    return this.item(await this.enterprises.write(body, by, id), by);
  }

  /** The named fields in plain, for a reason; the audit row is committed before they leave. */
  @For('operator', 'dispatcher', 'reviewer', 'supervisor', 'handler', 'leader')
  @Post(':id/actions/unmask')
  @HttpCode(200)
  @ApiOkResponse({ type: UnmaskedContact })
  async unmask(@Param('id') id: string, @Body() { fields, reason }: EnterpriseUnmaskInput, @By() by: Actor): Promise<UnmaskedContact> {
    return { values: await this.enterprises.unmask(id, fields, reason, by) };
  }
}
