import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { isoOf } from '../domain/time.js';
import { By, For } from '../platform/http/access.js';
import { HomeView, LookInput, LookView } from './home.dto.js';
import { HomeQueries } from './home.queries.js';
import { Looks } from './looks.js';

@ApiTags('home')
@Controller('home')
export class HomeController {
  constructor(
    private readonly queries: HomeQueries,
    private readonly looks: Looks,
  ) {}

  /** What waits for the reader, what is late, what changed since the last look: the blocks of the reader's roles. */
  @For()
  @Get()
  @ApiOkResponse({ type: HomeView })
  view(@By() by: Actor): Promise<HomeView> {
    return this.queries.view(by);
  }

  /** Notes that the reader looked; reading alone notes nothing. */
  @For()
  @Put('look')
  @ApiOkResponse({ type: LookView })
  async look(@Body() { all }: LookInput, @By() by: Actor): Promise<LookView> {
    return { since: isoOf(await this.looks.look(by, all === true)) };
  }
}
