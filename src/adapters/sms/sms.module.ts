import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { Carriers } from '../../notices/carriers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { SmsCallbacksController } from './callbacks.controller.js';
import { HttpGateway } from './http-gateway.js';

/** Serves short messages where a gateway is set up; it goes before the telephone's own. */
@Module({ controllers: [SmsCallbacksController], providers: [HttpGateway] })
export class SmsModule implements OnModuleInit {
  constructor(
    private readonly carriers: Carriers,
    private readonly gateway: HttpGateway,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (this.config.smsGateway) this.carriers.serve('sms', this.gateway);
  }
}
