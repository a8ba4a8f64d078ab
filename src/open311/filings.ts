import { Inject, Injectable } from '@nestjs/common';
import type { IntakeReceipt } from '../cases/intake.dto.js';
import { ComplaintInput } from '../cases/intake.dto.js';
import { Intake } from '../cases/intake.js';
import { NotKept } from '../cases/not-kept.js';
import { COMPLAINANT } from '../domain/case-state.js';
import { filled } from '../domain/template.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys } from '../platform/crypto.js';
import { checked } from '../platform/http/checked.js';
import { invalid } from '../platform/http/problem.js';
import { Open311Clients } from './clients.js';
import { complaintIn, type Fields, textOf } from './filing.js';
import { tokenOf } from './names.js';
import { Services } from './services.js';
import { OPEN311 } from './settings.js';

/** What the standard answers to a new request: a token, for the id comes with the public reply. Nothing was kept: neither. */
export interface Filed {
  token?: string;
  service_notice: string;
  account_id: null;
}

/** Takes what clients of the standard send in by the door of the public form: same class, same rules, channel `web`. ADR 0016. */
@Injectable()
export class Filings {
  constructor(
    private readonly clients: Open311Clients,
    private readonly services: Services,
    private readonly intake: Intake,
    private readonly notKept: NotKept,
    private readonly keys: Keys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Files a case. Throws `open311.key-refused` (403), `rate.limited` (429), `not-found` (404) for an unknown service, `input.invalid` (422)
   * for what the public form would refuse. The same `Idempotency-Key` of the same client files once.
   */
  async file(fields: Fields, address: string, idempotencyKey: string | undefined): Promise<Filed> {
    const clientId = await this.clients.admit(textOf(fields, 'api_key'), address);
    const code = textOf(fields, 'service_code');
    if (code === undefined) throw invalid([{ field: 'service_code', code: 'required' }]);
    const input = await checked(ComplaintInput, complaintIn(fields, this.services.leaf(code).code));
    if (this.notKept.concerns(input)) return this.turnedAway();
    const receipt = await this.intake.register(input, {
      channel: 'web',
      urgency: 'normal',
      by: COMPLAINANT,
      idempotencyKey: idempotencyKey === undefined ? undefined : `${clientId}:${idempotencyKey}`,
      beside: (tx, { caseNumber }) => this.clients.filed(tx, clientId, caseNumber),
    });
    return this.taken(receipt);
  }

  private taken({ caseNumber, trackingCode }: IntakeReceipt): Filed {
    const address = `${this.config.publicUrl ?? ''}/track`;
    const service_notice = filled(OPEN311.notices.taken, { caseNumber, trackingCode, address });
    return { token: tokenOf(this.keys, caseNumber), service_notice, account_id: null };
  }

  private async turnedAway(): Promise<Filed> {
    const { receiptNumber, addressee } = await this.notKept.receipt();
    return { service_notice: filled(OPEN311.notices.notKept, { receiptNumber, ...addressee }), account_id: null };
  }
}
