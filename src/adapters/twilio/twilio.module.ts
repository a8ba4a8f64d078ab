import { Global, Module } from '@nestjs/common';
import { LineCheck } from '../../calls/line-check.js';
import { Telephony } from '../../calls/telephony.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { ACCOUNT, accountOf } from './account.js';
import { TwilioLineCheck } from './line-check.js';
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
    { provide: LineCheck, useClass: TwilioLineCheck },
    ShortMessages,
  ],
  exports: [ACCOUNT, LineCheck, Telephony],
})
export class TwilioModule {}
