import { Injectable } from '@nestjs/common';
import { maskName, maskPhone } from '../domain/masking.js';
import { Keys } from '../platform/crypto.js';

/** Where words and particulars of people outside the house stand. */
export type ContactField =
  | 'enterprises.address'
  | 'enterprises.contactName'
  | 'enterprises.contactPhone'
  | 'visits.said'
  | 'visit_matters.text'
  | 'visit_matters.caseNumber'
  | 'questionnaire_answers.words'
  | 'questionnaire_answers.caseNumber'
  | 'special_supervisors.name'
  | 'special_supervisors.phone'
  | 'special_supervisors.organisation'
  | 'monitoring_points.contactName'
  | 'monitoring_points.contactPhone'
  | 'point_reports.words';

const digits = (phone: string): string => phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');

/**
 * Contact persons and what they said, encrypted and bound to their row. Blind indexes have purposes of their own: were they those of the
 * complainants, a stolen dump would tell which enterprise of the open list complained in which case. Source: domain text 6.2, 6.3.
 */
@Injectable()
export class Contacts {
  constructor(private readonly keys: Keys) {}

  close(text: string | undefined, field: ContactField, id: string): string | null {
    return text ? this.keys.encrypt(text, `${field}:${id}`) : null;
  }

  open(stored: string | null | undefined, field: ContactField, id: string): string | undefined {
    return stored ? this.keys.decrypt(stored, `${field}:${id}`) : undefined;
  }

  maskedName(stored: string | null, field: ContactField, id: string): string | undefined {
    const name = this.open(stored, field, id);
    return name && maskName(name);
  }

  maskedPhone(stored: string | null, field: ContactField, id: string): string | undefined {
    const phone = this.open(stored, field, id);
    return phone && maskPhone(phone);
  }

  /** Equality of telephone numbers within one list. */
  phoneIndex(phone: string | undefined, list: 'enterprise' | 'special-supervisor'): string | null {
    return phone && digits(phone).length >= 7 ? this.keys.blind(digits(phone), `${list}-phone`) : null;
  }

  /** Equality of a link from a record of ours to a case or a project, without naming it. */
  linkIndex(target: string, link: 'visit-matter' | 'questionnaire-answer' | 'project'): string {
    return this.keys.blind(target, link);
  }

  /** The secret of a link that is made again whenever it is sent: keyed, so that the database needs its hash alone. */
  linkToken(target: string, link: 'questionnaire'): string {
    return this.keys.blind(target, link, 32);
  }
}
