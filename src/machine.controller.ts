import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Machine } from './machine.js';
import { MachineLightView, MachineView } from './machine.views.js';
import { For } from './platform/http/access.js';

/** The machine room, for its administrator; no content of cases. Source: domain text, section 12. */
@ApiTags('machine')
@Controller('machine')
export class MachineController {
  constructor(private readonly machine: Machine) {}

  @For('administrator')
  @Get()
  @ApiOkResponse({ type: MachineView })
  look(): Promise<MachineView> {
    return this.machine.look();
  }

  /** For the light in the console's bar. */
  @For('administrator')
  @Get('light')
  @ApiOkResponse({ type: MachineLightView })
  light(): Promise<MachineLightView> {
    return this.machine.light();
  }
}
