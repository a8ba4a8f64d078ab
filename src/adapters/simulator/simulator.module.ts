import { Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { ACCOUNT, type Account } from '../twilio/account.js';
import { addressesOf } from '../twilio/addresses.js';
import { SimulatedCarrier } from './carrier.js';

const MOUNT = '/simulator';
const SPEECH_RATE = 9;

/** In the demo the carrier lives in this process, under `/simulator`: its REST interface for us, its phones for the page of the telephone. */
@Module({})
export class SimulatorModule implements OnModuleInit, OnApplicationShutdown {
  private carrier: SimulatedCarrier | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ACCOUNT) private readonly account: Account,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    if (this.config.carrier || !this.config.demo) return;
    const { accountSid, authTokens, apiKey, apiSecret, number } = this.account;
    const addressOf = addressesOf(this.account);
    const carrier = new SimulatedCarrier({
      ...{ accountSid, number, authToken: authTokens[0], apiKeys: { [apiKey]: apiSecret }, mountPath: MOUNT, speechRate: SPEECH_RATE },
      ...{
        voiceUrl: addressOf('voice'),
        statusUrl: addressOf('status'),
        smsUrl: addressOf('sms'),
        fallbackUrl: addressOf('voice/fallback'),
      },
    });
    this.carrier = carrier;
    const server = this.host.httpAdapter.getInstance();
    server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    server.all(`${MOUNT}/*`, async (request: FastifyRequest & { rawBody?: Buffer }, reply: FastifyReply) => {
      const body = request.rawBody ?? (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      const path = request.originalUrl.slice(MOUNT.length);
      const answer = await carrier.handle({ method: request.method, path, headers: request.headers, body });
      return reply.status(answer.status).headers(answer.headers).send(answer.body);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.carrier?.close();
  }
}
