import { Global, Module } from '@nestjs/common';
import { Telephony } from '../../calls/telephony.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { ACCOUNT, accountOf } from './account.js';
import { ShortMessages } from './short-messages.js';
import { TwilioTelephony } from './twilio-telephony.js';
import { WebhooksController } from './webhooks.controller.js';

/** Voice and short messages by Twilio, or by the simulator that speaks like it. */
@Global()
@Module({
  controllers: [WebhooksController],
  providers: [
    { provide: ACCOUNT, useFactory: (config: Config) => accountOf(config), inject: [CONFIG] },
    { provide: Telephony, useClass: TwilioTelephony },
    ShortMessages,
  ],
  exports: [ACCOUNT, Telephony],
})
export class TwilioModule {}
