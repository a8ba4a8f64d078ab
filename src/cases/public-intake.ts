import { Inject, Injectable } from '@nestjs/common';
import { COMPLAINANT } from '../domain/case-state.js';
import { CONFIG, type Config } from '../platform/config.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { Intake } from './intake.js';
import type { ComplaintInput, IntakeReceipt } from './intake.dto.js';
import type { NotKeptReceipt } from './not-kept.dto.js';
import { NotKept } from './not-kept.js';

/** The door of the public form, whether a script or a plain page knocks. Source: domain text, section 11. */
@Injectable()
export class PublicIntake {
  private readonly limit: RateLimit;

  constructor(
    private readonly intake: Intake,
    private readonly notKept: NotKept,
    @Inject(CONFIG) config: Config,
  ) {
    this.limit = new RateLimit(config.intakesPerMinute);
  }

  /**
   * Registers a complaint that is already checked, or keeps nothing when it is about the commission's own head. The same key files once.
   * Throws `rate.limited` (429) when an address files too often.
   */
  async complain(body: ComplaintInput, address: string, idempotencyKey?: string): Promise<IntakeReceipt | NotKeptReceipt> {
    await this.limit.pass(address);
    if (this.notKept.concerns(body)) return this.notKept.receipt();
    return this.intake.register(body, { channel: 'web', urgency: 'normal', by: COMPLAINANT, idempotencyKey });
  }
}
