import { Inject, Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys } from '../platform/crypto.js';
import type { Message } from './messenger.js';
import { Recipients, type StoredRecipient } from './recipients.js';
import { lettered } from './templates.js';

/** A notice as it is stored, as far as a letter needs it. */
export interface StoredNotice extends StoredRecipient {
  template: string;
  caseNumber: string | null;
  facts: string;
  createdAt: number;
}

/** What a notice keeps of its cause: no personal data. */
export interface NoticeFacts {
  /** The round whose survey it carries. */
  surveyRound?: number;
  /** The invitation to a questionnaire it carries. */
  invitation?: string;
}

/** Makes the message of a notice at the moment it is sent, so that no address and no link stands in the database in plain. */
@Injectable()
export class Letters {
  private readonly address: string;

  constructor(
    private readonly keys: Keys,
    private readonly recipients: Recipients,
    private readonly reference: Reference,
    @Inject(CONFIG) config: Config,
  ) {
    this.address = config.publicUrl ?? `http://${config.host}:${config.port}`;
  }

  /** In the words in force when the notice was made. Throws when the recipient was tampered with or the template is gone. */
  write(notice: StoredNotice): Message {
    const { id, channel, template, caseNumber, createdAt } = notice;
    const { surveyRound, invitation } = JSON.parse(notice.facts) as NoticeFacts;
    const survey = surveyRound !== undefined && caseNumber ? this.surveyLink(caseNumber, surveyRound) : undefined;
    const link = invitation === undefined ? survey : `${this.address}/questionnaire#${this.invitationToken(invitation)}`;
    const { subject, text } = lettered(
      template,
      { caseNumber: caseNumber ?? undefined, link },
      this.reference.rulesAt('notices', Number(createdAt)),
    );
    return { channel, to: this.recipients.open(notice), text, ref: id, ...(channel === 'mail' ? { subject } : {}) };
  }

  /**
   * The 256-bit token of a round's survey: keyed, so that it can be made again for another attempt while the database keeps only its
   * hash. It stands behind `#` in the link and so in no log of a server. Source: domain text, section 10.
   */
  surveyToken(caseNumber: string, round: number): string {
    return this.keys.blind(`${caseNumber}:${round}`, 'survey', 32);
  }

  /** The same for an invitation to a questionnaire. */
  invitationToken(invitation: string): string {
    return this.keys.blind(invitation, 'questionnaire', 32);
  }

  private surveyLink(caseNumber: string, round: number): string {
    return `${this.address}/survey#${this.surveyToken(caseNumber, round)}`;
  }
}
