import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import { CaseBehaviours } from './case-behaviours.js';
import { CaseBehavioursInput, CaseBehavioursView } from './case-behaviours.dto.js';

const NUMBER = /^\d{14}$/;

@ApiTags('behaviours')
@Controller('cases/:caseNumber/behaviours')
export class CaseBehavioursController {
  constructor(private readonly behaviours: CaseBehaviours) {}

  @For('operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner')
  @Get()
  @ApiOkResponse({ type: CaseBehavioursView })
  of(@Param('caseNumber') caseNumber: string, @By() by: Actor): Promise<CaseBehavioursView> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    return this.behaviours.of(caseNumber, by);
  }

  @For('reviewer', 'supervisor')
  @Put()
  @ApiOkResponse({ type: CaseBehavioursView })
  note(@Param('caseNumber') caseNumber: string, @Body() { codes }: CaseBehavioursInput, @By() by: Actor): Promise<CaseBehavioursView> {
    if (!NUMBER.test(caseNumber)) throw notFound();
    return this.behaviours.note(caseNumber, codes, by);
  }
}
