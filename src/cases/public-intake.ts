import { Inject, Injectable } from '@nestjs/common';
import { type CaseState, COMPLAINANT } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { CONFIG, type Config } from '../platform/config.js';
import type { Tx } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { Intake } from './intake.js';
import type { ComplaintInput, IntakeReceipt } from './intake.dto.js';
import type { NotKeptReceipt } from './not-kept.dto.js';
import { NotKept } from './not-kept.js';
import { Rehearsals } from './rehearsals.js';
import { Seals } from './seals.js';

/** What the test of the form is told: everything was done and undone. */
export interface RehearsalReceipt {
  rehearsed: true;
  tookMs: number;
}

const BY_FORM = { channel: 'web', urgency: 'normal', by: COMPLAINANT } as const;

/** The door of the public form, whether a script or a plain page knocks. Source: domain text, section 11. */
@Injectable()
export class PublicIntake {
  private readonly limit: RateLimit;

  constructor(
    private readonly intake: Intake,
    private readonly notKept: NotKept,
    private readonly rehearsals: Rehearsals,
    private readonly seals: Seals,
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
    return this.intake.register(body, { ...BY_FORM, idempotencyKey });
  }

  /**
   * A filing that bears a pass of our own test is written, read back, and undone. The pass of anybody else means nothing: that is a filing
   * like any other. Rates are limited before, for both.
   */
  async complainOrRehearse(
    body: ComplaintInput,
    address: string,
    { pass, idempotencyKey }: { pass: string | undefined; idempotencyKey: string | undefined },
  ): Promise<IntakeReceipt | NotKeptReceipt | RehearsalReceipt> {
    if (pass === undefined || !(await this.rehearsals.redeem(pass))) return this.complain(body, address, idempotencyKey);
    await this.limit.pass(address);
    const began = performance.now();
    const beside = (tx: Tx, current: CaseState) => this.readBack(tx, current, body);
    await this.intake.register(body, { ...BY_FORM, idempotencyKey, beside, isRehearsal: true });
    return { rehearsed: true, tookMs: Math.round(performance.now() - began) };
  }

  /** What was written can be read and opened again; throws `record.unreadable` (409) when it is not what was filed. */
  private async readBack(tx: Tx, current: CaseState, { description }: ComplaintInput): Promise<void> {
    const { caseNumber } = current;
    const [row] = await tx.query<{ description: string }[]>('SELECT description FROM cases WHERE caseNumber = ?', [caseNumber]);
    const read = row && this.seals.of(current).texts.open(row.description, 'cases.description', caseNumber);
    if (read !== description) throw new DomainError('record.unreadable', 409, { record: 'cases.description' });
  }
}
