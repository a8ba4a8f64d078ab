import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { Carriers } from '../../notices/carriers.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { Smtp } from './smtp.js';

/** Serves mail where a server is set up. */
@Module({ providers: [Smtp] })
export class MailModule implements OnModuleInit {
  constructor(
    private readonly carriers: Carriers,
    private readonly smtp: Smtp,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (this.config.mail) this.carriers.serve('mail', this.smtp);
  }
}
