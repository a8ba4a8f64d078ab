import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import twilio from 'twilio';
import { Carriers } from '../../notices/carriers.js';
import { type Message, Messenger, NotSent, type Receipt } from '../../notices/messenger.js';
import { Notices } from '../../notices/notices.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { ACCOUNT, type Account, clientOf } from './account.js';
import { addressesOf } from './addresses.js';
import type { Parameters } from './parameters.js';

/** The carrier will never take these: not a number, unreachable, not a mobile, blocked or opted out. Source: telephony text, 1.14. */
const PERMANENT: Readonly<Record<number, string>> = {
  21211: 'bad-number',
  21214: 'unreachable',
  21408: 'country-not-enabled',
  21606: 'bad-sender',
  21610: 'opted-out',
  21612: 'unreachable',
  21614: 'not-a-mobile',
};
/** States in which a message has an end, or at least left the carrier, in the words of notices. */
const REPORTS = { sent: 'sent', delivered: 'delivered', undelivered: 'undelivered', failed: 'failed' } as const;

/** Short messages by Twilio: out through its API, in and back through its webhooks. */
@Injectable()
export class ShortMessages extends Messenger implements OnModuleInit {
  private readonly client: twilio.Twilio;

  constructor(
    @Inject(ACCOUNT) private readonly account: Account,
    @Inject(CONFIG) private readonly config: Config,
    private readonly carriers: Carriers,
    private readonly notices: Notices,
  ) {
    super();
    this.client = clientOf(account);
  }

  /** A gateway of a domestic provider, where there is one, goes before; without an account and outside the demo there is nobody to ask. */
  onModuleInit(): void {
    if (!this.config.smsGateway && (this.config.carrier || this.config.demo)) this.carriers.serve('sms', this);
  }

  async send({ to, text, ref }: Message): Promise<Receipt> {
    const statusCallback = addressesOf(this.account)('sms/status', { ref });
    try {
      const { sid } = await this.client.messages.create({ to, from: this.account.number, body: text, statusCallback });
      return { providerRef: sid, state: 'sent' };
    } catch (error) {
      const { code, status } = error as { code?: number; status?: number };
      const reason = PERMANENT[Number(code)];
      if (reason) throw new NotSent('permanent', reason);
      // 429 is not processed; anything else that carries a status was refused; silence leaves it open
      if (status === 429 || (status !== undefined && status >= 400 && status < 500))
        throw new NotSent('transient', `twilio-${code ?? status}`);
      throw new NotSent('unknown', `twilio-${code ?? status ?? 'silent'}`);
    }
  }

  /** A report on a message of ours; the newest word counts, never backwards. */
  async reported({ MessageSid, MessageStatus, ErrorCode }: Parameters, ref?: string): Promise<void> {
    const state = REPORTS[MessageStatus as keyof typeof REPORTS];
    if (MessageSid && state) await this.notices.delivered(MessageSid, state, ErrorCode || undefined, ref);
  }

  /** A message to us. */
  async received({ MessageSid, From, Body, OptOutType }: Parameters): Promise<void> {
    if (!MessageSid || !From) return;
    const optOut = OptOutType === 'STOP' ? 'stop' : OptOutType === 'START' ? 'start' : undefined;
    await this.notices.received({ from: From, text: Body ?? '', providerRef: MessageSid, optOut });
  }
}
