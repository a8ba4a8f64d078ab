import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { type Agent, byReadiness } from '../domain/agent-life.js';
import { TASK_ACTIONS } from '../domain/call-tasks.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { By, For } from '../platform/http/access.js';
import { Agents } from './agents.js';
import { OwnStateBody, TaskActionBody, TaskListQuery } from './call.dto.js';
import { AgentList, AgentView, ColleagueList, ColleagueView, SoftphoneView, TaskPage, TaskView } from './call.views.js';
import { DESK_ROLES } from './calls.controller.js';
import { People } from './people.js';
import { Tasks } from './tasks.js';
import { Telephony } from './telephony.js';

/** The operators' desk: states, softphone, tasks. */
@ApiTags('desk')
@Controller()
export class DeskController {
  constructor(
    private readonly agents: Agents,
    private readonly people: People,
    private readonly tasks: Tasks,
    private readonly telephony: Telephony,
  ) {}

  @For('supervisor')
  @Get('agents')
  @ApiOkResponse({ type: AgentList })
  async list(): Promise<AgentList> {
    return { items: (await this.agents.all()).map((agent) => this.viewOf(agent)) };
  }

  /** Who is signed in besides the reader, those free for longest first: whom a call may be handed to. */
  @For('operator', 'reviewer', 'supervisor')
  @Get('agents/colleagues')
  @ApiOkResponse({ type: ColleagueList })
  async colleagues(@By() by: Actor): Promise<ColleagueList> {
    const all = (await this.agents.all()).filter(({ username, state }) => state !== 'off' && username !== by.username);
    return { items: byReadiness(all).map((agent) => this.colleagueOf(agent)) };
  }

  @For(...DESK_ROLES)
  @Get('agents/me')
  @ApiOkResponse({ type: AgentView })
  async me(@By() by: Actor): Promise<AgentView> {
    const agent = await this.agents.one(by.username);
    return agent ? this.viewOf(agent) : { username: by.username, name: by.name, state: 'off', since: isoOf(0), skills: [] };
  }

  /** The state one chooses; while a call has one it is not open (409 `agent.in-call`). */
  @For('operator', 'reviewer')
  @Put('agents/me/state')
  @ApiOkResponse({ type: AgentView })
  async choose(@Body() { state, reason }: OwnStateBody, @By() by: Actor): Promise<AgentView> {
    return this.viewOf(await this.agents.choose(by, state, state === 'busy' ? (reason ?? 'break') : null));
  }

  /** What a page needs to be this person's telephone. */
  @For('operator', 'reviewer', 'supervisor')
  @Get('agents/me/softphone')
  @ApiOkResponse({ type: SoftphoneView })
  softphone(@By() by: Actor): SoftphoneView {
    const { expiresAt, ...rest } = this.telephony.softphone(by.username);
    return { ...rest, expiresAt: isoOf(expiresAt) };
  }

  /** Tasks that calls have left; with `kind=explanation`, and for leaders, the letters that are owed. */
  @For('operator', 'reviewer', 'supervisor', 'leader')
  @Get('tasks')
  @ApiOkResponse({ type: TaskPage })
  listTasks(@Query() query: TaskListQuery, @By() by: Actor): Promise<TaskPage> {
    return this.tasks.list(query, by);
  }

  @For('operator', 'reviewer', 'supervisor')
  @Post('tasks/:id/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: TASK_ACTIONS })
  @ApiOkResponse({ type: TaskView })
  act(@Param('id') id: string, @Param('action') action: string, @Body() body: TaskActionBody, @By() by: Actor): Promise<TaskView> {
    const asked = TASK_ACTIONS.find((one) => one === action);
    if (!asked) throw notFound();
    return this.tasks.act(id, asked, body.result, by);
  }

  private colleagueOf({ username, state, since, skills }: Agent): ColleagueView {
    return { username, name: this.people.nameOf(username), state, since: isoOf(since), skills: [...skills] };
  }

  private viewOf({ username, state, reason, since, wrapUpUntil, callId, skills }: Agent): AgentView {
    return {
      ...{ username, name: this.people.nameOf(username), state, since: isoOf(since), skills: [...skills] },
      ...(reason ? { reason } : {}),
      ...(wrapUpUntil === null ? {} : { wrapUpUntil: isoOf(wrapUpUntil) }),
      ...(callId ? { callId } : {}),
    };
  }
}
