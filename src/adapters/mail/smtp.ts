import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { type Message, Messenger, NotSent, type Receipt } from '../../notices/messenger.js';
import { CONFIG, type Config } from '../../platform/config.js';

const PATIENCE_MS = 10_000;
/** Nothing was handed over: no connection, no name, no common encryption, no permission. */
const NEVER_THERE = ['EDNS', 'ECONNREFUSED', 'ETLS', 'EAUTH', 'ENOAUTH'];

/** What the mail library tells of a failure. */
interface SmtpError extends Error {
  code?: string;
  errno?: number | string;
  syscall?: string;
  responseCode?: number;
}

/** Mail by the city's own server. SMTP promises nothing about a message sent twice, so an unknown outcome stays one. */
@Injectable()
export class Smtp extends Messenger implements OnModuleDestroy {
  private transport: Transporter | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    super();
  }

  async send({ to, subject, text, ref }: Message): Promise<Receipt> {
    const { from } = this.config.mail!;
    const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'hotline';
    // RFC 3834: no out-of-office answers to a machine
    const headers = { 'Auto-Submitted': 'auto-generated' };
    const messageId = `<${ref}@${domain}>`;
    try {
      await this.connected().sendMail({ from, to, subject: subject ?? '', text, messageId, headers });
      return { providerRef: messageId, state: 'sent' };
    } catch (error) {
      throw notSent(error as SmtpError);
    }
  }

  private connected(): Transporter {
    const waits = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS, dnsTimeout: PATIENCE_MS };
    return (this.transport ??= createTransport({ url: this.config.mail!.url, ...waits }));
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }
}

/** The server's own numbers decide: 5xx never, 4xx later (RFC 5321, 4.2.1); without a number nobody knows unless there was no connection. */
function notSent({ code, responseCode, syscall }: SmtpError): NotSent {
  const isAboutUs = code === 'EAUTH' || code === 'ENOAUTH';
  if (responseCode !== undefined && !isAboutUs) {
    const isFinal = responseCode >= 500;
    return new NotSent(isFinal ? 'permanent' : 'transient', `smtp-${responseCode}`);
  }
  if (NEVER_THERE.includes(code ?? '') || syscall === 'connect')
    return new NotSent('transient', isAboutUs ? 'mail-login' : 'no-connection');
  return new NotSent('unknown', 'no-answer');
}
