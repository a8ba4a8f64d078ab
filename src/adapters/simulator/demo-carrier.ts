import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { CONFIG, type Config } from '../../platform/config.js';
import { ACCOUNT, type Account } from '../twilio/account.js';
import { addressesOf } from '../twilio/addresses.js';
import { SimulatedCarrier } from './carrier.js';

const SPEECH_RATE = 9;

/** In the demo the carrier lives in this process: its REST interface for us, its phones for the page of the telephone. */
@Injectable()
export class DemoCarrier implements OnModuleInit, BeforeApplicationShutdown {
  readonly carrier: SimulatedCarrier | undefined;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(ACCOUNT) account: Account,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {
    if (config.carrier || !config.demo) return;
    const { accountSid, authTokens, apiKey, apiSecret, number } = account;
    const addressOf = addressesOf(account);
    this.carrier = new SimulatedCarrier({
      ...{
        accountSid,
        number,
        authToken: authTokens[0],
        apiKeys: { [apiKey]: apiSecret },
        mountPath: '/simulator',
        speechRate: SPEECH_RATE,
      },
      ...{
        voiceUrl: addressOf('voice'),
        statusUrl: addressOf('status'),
        smsUrl: addressOf('sms'),
        fallbackUrl: addressOf('voice/fallback'),
      },
    });
  }

  /** Speech from a microphone comes as bare bytes. */
  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance();
    const type = 'application/octet-stream';
    if (!server.hasContentTypeParser(type))
      server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }

  /** Hangs up while our webhooks still answer, so that nobody hears an error. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.carrier?.close();
  }
}
