import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import { DEPARTMENT_ACTIONS, DepartmentChangeBody, DepartmentStepBody, NewDepartmentBody, OrganisationView } from './organisation.dto.js';
import { Organisation } from './organisation.js';
import { OrganisationQueries } from './organisation.queries.js';

/** The city's departments: read by who answers for them, changed by the administrator. Source: domain text, section 1. */
@ApiTags('departments')
@Controller('organisation')
export class OrganisationController {
  constructor(
    private readonly organisation: Organisation,
    private readonly queries: OrganisationQueries,
  ) {}

  @For('administrator', 'supervisor', 'commissioner')
  @Get()
  @ApiOkResponse({ type: OrganisationView, isArray: true })
  all(@By() by: Actor): Promise<OrganisationView[]> {
    return this.queries.all(by);
  }

  @For('administrator')
  @Post()
  @ApiCreatedResponse({ type: OrganisationView })
  async add(@Body() body: NewDepartmentBody, @By() by: Actor): Promise<OrganisationView> {
    await this.organisation.add(body, by);
    return this.queries.item(body.code, by);
  }

  @For('administrator')
  @Put(':code')
  @ApiOkResponse({ type: OrganisationView })
  async change(@Param('code') code: string, @Body() body: DepartmentChangeBody, @By() by: Actor): Promise<OrganisationView> {
    await this.organisation.change(code, body, by);
    return this.queries.item(code, by);
  }

  @For('administrator')
  @Post(':code/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: DEPARTMENT_ACTIONS })
  @ApiOkResponse({ type: OrganisationView })
  async act(
    @Param('code') code: string,
    @Param('action') action: string,
    @Body() { version }: DepartmentStepBody,
    @By() by: Actor,
  ): Promise<OrganisationView> {
    const known = DEPARTMENT_ACTIONS.find((one) => one === action);
    if (!known) throw new DomainError('department.action-not-open', 409, { action });
    await this.organisation.act(code, known, version, by);
    return this.queries.item(code, by);
  }
}
