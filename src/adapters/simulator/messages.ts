import { setImmediate as turn } from 'node:timers/promises';
import { targetOf } from './addresses.js';
import type { Target } from './deliveries.js';
import type { Exchange } from './exchange.js';
import { verbsOf } from './grammar.js';
import { placesOf } from './leg.js';
import { DocumentFault, readMarkup } from './markup.js';
import { newSid } from './names.js';
import type { Phone } from './phone.js';

/** How far a message is, in the carrier's words. */
export type MessageStatus = 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'received';

/** One short message, in or out. */
export interface Message {
  readonly sid: string;
  readonly createdAt: Date;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly from: string;
  readonly to: string;
  body: string;
  readonly watch: Target | undefined;
  readonly messagingServiceSid: string | undefined;
  status: MessageStatus;
  updatedAt: Date;
  errorCode: number | undefined;
}

/** Words that stop, start and explain messages; Chinese subscribers write 退订. */
const OPT_OUT = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'TD', '退订']);
const OPT_IN = new Set(['START', 'YES', 'UNSTOP']);
const UNREACHABLE = 30003;
const KEPT = 5000;

/** Segments as they are billed: 70 characters of UCS-2, 67 each when joined; 160 and 153 in plain Latin. */
export function segmentsOf(body: string): number {
  // eslint-disable-next-line no-control-regex -- plain ASCII stands for the GSM alphabet
  const [alone, joined] = /^[\x00-\x7f]*$/.test(body) ? [160, 153] : [70, 67];
  return body.length <= alone ? 1 : Math.ceil(body.length / joined);
}

/** Short messages of the account, both ways. */
export class Messages {
  readonly all = new Map<string, Message>();
  /** Numbers where messages do not arrive. */
  readonly unreachable = new Set<string>();

  constructor(private readonly exchange: Exchange) {}

  /** The account sends; the message goes its way after the answer to the request. */
  send(terms: Pick<Message, 'from' | 'to' | 'body' | 'watch' | 'messagingServiceSid'> & { reply?: boolean }): Message {
    const { reply, ...rest } = terms;
    const message = this.add({
      ...rest,
      direction: reply ? 'outbound-reply' : 'outbound-api',
      status: terms.messagingServiceSid ? 'accepted' : 'queued',
    });
    void turn().then(() => this.carry(message));
    return message;
  }

  /** A phone writes to the account. The answer may be a document with messages, or a plain text. */
  receive(phone: Phone, to: string, body: string): Message {
    const message = this.add({
      direction: 'inbound',
      from: phone.address,
      to,
      body,
      watch: undefined,
      messagingServiceSid: undefined,
      status: 'received',
    });
    const target = targetOf(this.exchange.settings.smsUrl, 'POST', this.exchange.settings.smsUrl);
    void this.tellApplication(message, target).catch((error: unknown) => this.exchange.noteFault(error, undefined, target));
    return message;
  }

  private add(message: Omit<Message, 'sid' | 'createdAt' | 'updatedAt' | 'errorCode'>): Message {
    const added: Message = { ...message, sid: newSid('SM'), createdAt: new Date(), updatedAt: new Date(), errorCode: undefined };
    this.all.set(added.sid, added);
    for (const sid of this.all.keys()) {
      if (this.all.size <= KEPT) break;
      this.all.delete(sid);
    }
    return added;
  }

  private carry(message: Message): void {
    if (this.exchange.closed) return;
    this.advance(message, 'sent');
    if (this.unreachable.has(message.to)) {
      message.errorCode = UNREACHABLE;
      return this.advance(message, 'undelivered');
    }
    this.exchange.phones.at(message.to)?.note('sms', { from: message.from, body: message.body });
    this.advance(message, 'delivered');
  }

  private advance(message: Message, status: MessageStatus): void {
    message.status = status;
    message.updatedAt = new Date();
    if (!message.watch) return;
    const parameters = {
      MessageSid: message.sid,
      SmsSid: message.sid,
      MessageStatus: status,
      SmsStatus: status,
      To: message.to,
      From: message.from,
      AccountSid: this.exchange.settings.accountSid,
      ApiVersion: '2010-04-01',
      ...(message.messagingServiceSid ? { MessagingServiceSid: message.messagingServiceSid } : {}),
      ...(message.errorCode === undefined ? {} : { ErrorCode: String(message.errorCode) }),
      ...(status === 'sent' ? {} : { RawDlrDoneDate: message.updatedAt.toISOString().replace(/\D/g, '').slice(2, 12) }),
    };
    this.exchange.deliveries.tell(message.watch, parameters, message.sid);
  }

  private async tellApplication(message: Message, target: Target): Promise<void> {
    const answer = await this.exchange.deliveries.ask(target, {
      MessageSid: message.sid,
      SmsSid: message.sid,
      SmsMessageSid: message.sid,
      AccountSid: this.exchange.settings.accountSid,
      From: message.from,
      To: message.to,
      Body: message.body,
      NumMedia: '0',
      NumSegments: String(segmentsOf(message.body)),
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      ...placesOf(['From', 'To']),
      ...this.optChange(message),
    });
    if (/^text\/plain/.test(answer.type)) return answer.body === '' ? undefined : this.reply(message, answer.body);
    if (answer.body.trim() === '') return;
    if (!/^(text|application)\/xml/.test(answer.type)) throw new DocumentFault(12300, `the content type is ${answer.type}`);
    for (const verb of verbsOf(readMarkup(answer.body), 'message')) {
      this.reply(message, verb.children.find(({ name }) => name === 'Body')?.text ?? verb.text.trim());
    }
  }

  private reply(to: Message, body: string): void {
    this.send({ from: to.to, to: to.from, body, watch: undefined, messagingServiceSid: undefined, reply: true });
  }

  private optChange({ from, body }: Message): Record<string, string> {
    const word = body.trim().toUpperCase();
    if (OPT_OUT.has(word)) this.exchange.optedOut.add(from);
    else if (OPT_IN.has(word)) this.exchange.optedOut.delete(from);
    else return word === 'HELP' ? { OptOutType: 'HELP' } : {};
    return { OptOutType: OPT_OUT.has(word) ? 'STOP' : 'START' };
  }
}
