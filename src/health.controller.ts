import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { DomainError } from './domain/errors.js';
import { Public } from './platform/http/access.js';
import { Probe } from './probe.js';

/** For the machine's operator: alive, ready, figures. */
@ApiExcludeController()
@Public()
@Controller()
export class HealthController {
  constructor(private readonly probe: Probe) {}

  @Get('health/live')
  live(): { status: string } {
    return { status: 'live' };
  }

  /** 503 when the database does not answer within two seconds on a connection of its own. */
  @Get('health/ready')
  @HttpCode(200)
  async ready(): Promise<{ status: string }> {
    if (!(await this.probe.answers())) throw new DomainError('busy', 503);
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.probe.metrics();
  }
}
