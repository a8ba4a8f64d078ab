import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealedNotices } from '../notices/sealed-notices.js';
import type { Tx } from '../platform/db.js';
import { say } from '../platform/packet.js';
import { Contacts } from './contacts.js';

/**
 * What leads from a visit, an answer, a special supervisor or a project to a case is cut when the case is sealed: these links open with
 * the ordinary key, and who told a sealed matter is for the commission alone. Source: domain text 6.4.
 */
@Injectable()
export class SealedLinks extends SealedNotices {
  constructor(private readonly contacts: Contacts) {
    super();
  }

  override async seal(tx: Tx, caseNumber: string): Promise<void> {
    await super.seal(tx, caseNumber);
    const [visit, answer] = [
      this.contacts.linkIndex(caseNumber, 'visit-matter'),
      this.contacts.linkIndex(caseNumber, 'questionnaire-answer'),
    ];
    await say(tx, 'UPDATE visit_matters SET caseNumber = NULL, caseIndex = NULL WHERE caseIndex = ?', [visit]);
    const blank = this.contacts.linkIndex(randomUUID(), 'questionnaire-answer');
    await say(tx, 'UPDATE questionnaire_answers SET caseNumber = NULL, caseIndex = ? WHERE caseIndex = ?', [blank, answer]);
    await say(tx, 'DELETE FROM observations WHERE caseNumber = ?', [caseNumber]);
    await say(tx, 'DELETE FROM project_cases WHERE caseNumber = ?', [caseNumber]);
  }
}
