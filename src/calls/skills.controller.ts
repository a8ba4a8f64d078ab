import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { PageQuery } from '../platform/http/paging.js';
import { OperatorSkills, OperatorSkillsPage, SkillsHistory, SkillsInput } from './skills.dto.js';
import { Skills } from './skills.js';

/** Who of the operators gets which calls first. */
@ApiTags('desk')
@For('supervisor')
@Controller('agents')
export class SkillsController {
  constructor(private readonly skills: Skills) {}

  @Get('skills')
  @ApiOkResponse({ type: OperatorSkillsPage })
  list(@Query() query: PageQuery): Promise<OperatorSkillsPage> {
    return this.skills.list(query);
  }

  /** What an operator was given before, the newest first. */
  @Get(':username/skills')
  @ApiOkResponse({ type: SkillsHistory })
  history(@Param('username') username: string, @Query() query: PageQuery): Promise<SkillsHistory> {
    return this.skills.history(username, query);
  }

  /** Counts from the next call that is given out. */
  @Put(':username/skills')
  @ApiOkResponse({ type: OperatorSkills })
  give(@Param('username') username: string, @Body() { skills }: SkillsInput, @By() by: Actor): Promise<OperatorSkills> {
    return this.skills.give(username, skills, by);
  }
}
