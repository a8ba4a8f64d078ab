import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For } from '../platform/http/access.js';
import { PreferenceInput } from './preferences.dto.js';
import { Preferences } from './preferences.js';

/** How everybody likes his own console: theme, type, rail, language, keys of the desk, columns, the tour that was seen. */
@ApiTags('account')
@For()
@Controller('account/preferences')
export class PreferencesController {
  constructor(private readonly preferences: Preferences) {}

  /** What the reader keeps, by name; what is not there is as usual. */
  @Get()
  @ApiOkResponse({
    schema: { type: 'object', additionalProperties: true, example: { theme: 'dark', 'columns.fees': { count: 5, away: [2] } } },
  })
  view(@By() by: Actor): Promise<Record<string, unknown>> {
    return this.preferences.of(by);
  }

  @Put(':name')
  @HttpCode(204)
  @ApiNoContentResponse()
  async keep(@Param('name') name: string, @Body() { value }: PreferenceInput, @By() by: Actor): Promise<void> {
    await this.preferences.keep(name, value, by);
  }

  /** Back to the usual. */
  @Delete(':name')
  @HttpCode(204)
  @ApiNoContentResponse()
  async drop(@Param('name') name: string, @By() by: Actor): Promise<void> {
    await this.preferences.drop(name, by);
  }
}
