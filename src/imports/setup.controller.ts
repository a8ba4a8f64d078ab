import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { readForm } from '../files/multipart.js';
import { By, For } from '../platform/http/access.js';
import { Setup, type SetupKind } from './setup.js';
import { SetupView } from './setup.dto.js';

const FORM = {
  schema: {
    type: 'object' as const,
    properties: { dryRun: { type: 'string', enum: ['true', 'false'] }, file: { type: 'string', format: 'binary' } },
    required: ['dryRun', 'file'],
  },
};
const KINDS: readonly SetupKind[] = ['departments', 'accounts'];

/** Departments and accounts from a list: CSV (UTF-8 or GB18030) or a workbook. */
@ApiTags('imports')
@For('administrator')
@Controller('setup')
export class SetupController {
  constructor(private readonly setup: Setup) {}

  /** With `dryRun` nothing is written. */
  @Post(':kind')
  @HttpCode(200)
  @ApiParam({ name: 'kind', enum: KINDS })
  @ApiConsumes('multipart/form-data')
  @ApiBody(FORM)
  @ApiOkResponse({ type: SetupView })
  async run(@Param('kind') kind: string, @Req() request: FastifyRequest, @By() by: Actor): Promise<SetupView> {
    const known = KINDS.find((one) => one === kind);
    if (!known) throw notFound();
    const { admitted, file } = await readForm(request, ['dryRun'], ({ dryRun }) => Promise.resolve(dryRun !== 'false'));
    return this.setup.run(known, file.bytes, admitted, by);
  }
}
