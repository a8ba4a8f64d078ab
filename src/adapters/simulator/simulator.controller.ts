import { All, Controller, Req, Res, type RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../domain/errors.js';
import { Public } from '../../platform/http/access.js';
import { DemoCarrier } from './demo-carrier.js';

/** The simulated carrier under `/simulator`; outside the demo there is nothing here. */
@ApiExcludeController()
@Controller('simulator')
export class SimulatorController {
  constructor(private readonly demo: DemoCarrier) {}

  @Public()
  @All('*')
  async serve(@Req() request: RawBodyRequest<FastifyRequest>, @Res() reply: FastifyReply): Promise<void> {
    if (!this.demo.carrier) throw notFound();
    const body = request.rawBody ?? (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    const path = request.originalUrl.slice('/simulator'.length);
    const answer = await this.demo.carrier.handle({ method: request.method, path, headers: request.headers, body });
    void reply.status(answer.status).headers(answer.headers).send(answer.body);
  }
}
