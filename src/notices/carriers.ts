import { Injectable } from '@nestjs/common';
import type { Instant } from '../domain/time.js';
import { type Message, Messenger, type NoticeChannel, NotSent, type Receipt } from './messenger.js';

/** All carriers as one: each channel goes to the adapter that serves it. What stands behind `Messenger` in the running system. */
@Injectable()
export class Carriers extends Messenger {
  private readonly serving = new Map<NoticeChannel, Messenger>();

  /** An adapter says which channel it serves; without one, messages of that channel are kept unsent. */
  serve(channel: NoticeChannel, messenger: Messenger): void {
    this.serving.set(channel, messenger);
  }

  serves(channel: NoticeChannel): boolean {
    return this.serving.has(channel);
  }

  async send(message: Message): Promise<Receipt> {
    const messenger = this.serving.get(message.channel);
    if (!messenger) throw new NotSent('permanent', 'not-configured');
    return messenger.send(message);
  }

  override repeats(channel: NoticeChannel): boolean {
    return this.serving.get(channel)?.repeats(channel) ?? false;
  }

  override async lookUp(message: Message, since: Instant): Promise<Receipt | 'never-sent' | undefined> {
    return this.serving.get(message.channel)?.lookUp(message, since);
  }
}
