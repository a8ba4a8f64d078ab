import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { By, CASE_ROLES, For } from '../platform/http/access.js';
import { MaybeShown } from '../platform/http/fields.js';
import { ListedProjects } from './listed-projects.js';
import { CaseProjectView, NewProjectInput, ProjectDetail, ProjectInput, ProjectListQuery, ProjectPage } from './project.dto.js';
import { Projects } from './projects.js';
import { VisitMatters } from './visit-matters.js';

/** What the hotline knows of where a case comes from, beside the case itself. */
export class CaseOriginView {
  @MaybeShown({ type: CaseProjectView }) project?: CaseProjectView;
  @MaybeShown({ description: 'The visit it was found at' }) visitId?: string;
}

@ApiTags('projects')
@Controller()
export class ProjectsController {
  constructor(
    private readonly projects: Projects,
    private readonly listed: ListedProjects,
    private readonly matters: VisitMatters,
  ) {}

  @For(...CASE_ROLES)
  @Get('projects')
  @ApiOkResponse({ type: ProjectPage })
  list(@Query() query: ProjectListQuery): Promise<ProjectPage> {
    return this.projects.list(query);
  }

  @For(...CASE_ROLES)
  @Get('projects/:code')
  @ApiOkResponse({ type: ProjectDetail })
  item(@Param('code') code: string, @By() by: Actor): Promise<ProjectDetail> {
    return this.projects.item(code, by);
  }

  @For('supervisor')
  @Post('projects')
  @ApiCreatedResponse({ type: ProjectDetail })
  add(@Body() body: NewProjectInput, @By() by: Actor): Promise<ProjectDetail> {
    return this.projects.add(body, by);
  }

  @For('supervisor')
  @Put('projects/:code')
  @ApiOkResponse({ type: ProjectDetail })
  change(@Param('code') code: string, @Body() body: ProjectInput, @By() by: Actor): Promise<ProjectDetail> {
    return this.projects.change(code, body, by);
  }

  @For('operator', 'dispatcher', 'reviewer', 'supervisor', 'commissioner')
  @Get('cases/:caseNumber/origin')
  @ApiOkResponse({ type: CaseOriginView })
  async origin(@Param('caseNumber') caseNumber: string, @By() by: Actor): Promise<CaseOriginView> {
    if (!/^\d{14}$/.test(caseNumber)) throw notFound();
    const project = await this.listed.ofCase(caseNumber, by);
    const visitId = await this.matters.visitOf(caseNumber);
    return { ...(project.code ? { project } : {}), ...(visitId ? { visitId } : {}) };
  }
}
