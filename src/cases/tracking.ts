import { Inject, Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { openActions } from '../domain/case-life.js';
import { type CaseState, COMPLAINANT, isActive } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { splitTrackingCode } from '../domain/codes.js';
import { answerBy, replyOf } from '../domain/public-reply.js';
import { isoOf } from '../domain/time.js';
import { CONFIG, type Config } from '../platform/config.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { CaseService } from './case.service.js';
import { CaseStore } from './case.store.js';
import { type RatingRow, ratingView } from './item-view.js';
import { Policies } from './policies.js';
import { SealedProgress } from './sealed-progress.js';
import { Texts } from './texts.js';
import { eventWords, statusWords, type ToldFacts } from './tracked-words.js';
import type { TrackView } from './tracking.dto.js';

const EVERYTHING = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
/** Sealed cases are found by their code alone; no staff scope reaches them here. */
const WRONG_CODES_PER_MINUTE = 30;
const ACTS_PER_MINUTE = 10;
/** The newest ones: nobody reads more at once. */
const MOST_MESSAGES = 200;

/** The complainant's side, by case number and tracking code. Source: domain text, section 11. */
@Injectable()
export class Tracking {
  private readonly wrong: RateLimit;
  private readonly acts = new RateLimit(ACTS_PER_MINUTE);

  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly store: CaseStore,
    private readonly service: CaseService,
    private readonly policies: Policies,
    private readonly reference: Reference,
    private readonly texts: Texts,
    private readonly progress: SealedProgress,
    @Inject(CONFIG) config: Config,
  ) {
    this.wrong = new RateLimit(Math.max(WRONG_CODES_PER_MINUTE, config.wrongPasswordsPerMinute));
  }

  /**
   * The number of the case that number and code open; throws the same `not-found` for a wrong number and a wrong code, in the same time,
   * and `rate.limited` for right and wrong alike once an address has guessed too often.
   */
  async open(givenNumber: string, givenCode: string, address: string): Promise<{ caseNumber: string; sealed: boolean }> {
    this.wrong.look(address); // before anything that costs
    const caseNumber = givenNumber.replace(/[\s-]/g, '');
    const code = splitTrackingCode(givenCode.replace(/[\s-]/g, ''));
    const [row] = await this.db.readPrimary<{ trackingHandle: string; trackingHash: string; sealed: number }>(
      'SELECT trackingHandle, trackingHash, sealed FROM cases WHERE caseNumber = ?',
      [caseNumber],
    );
    const hash = row?.trackingHash ?? (await this.decoy());
    const good = await this.keys.verifyCode(hash, code?.secret ?? 'none');
    if (!row || !code || !good || row.trackingHandle !== code.handle) {
      await this.wrong.pass(address);
      throw notFound();
    }
    this.wrong.look(address); // after too many wrong codes a right one must not stand out
    return { caseNumber, sealed: Number(row.sealed) === 1 };
  }

  private decoyHash: Promise<string> | undefined;
  private decoy(): Promise<string> {
    return (this.decoyHash ??= this.keys.hashCode('decoy'));
  }

  /** Does one of the complainant's actions, then shows where the case stands. */
  async act(
    given: { caseNumber: string; trackingCode: string },
    address: string,
    action: string,
    body: Record<string, unknown>,
  ): Promise<TrackView> {
    const { caseNumber } = await this.open(given.caseNumber, given.trackingCode, address);
    await this.acts.pass(caseNumber); // each step makes the version that staff has before them an old one
    await this.service.actAs(COMPLAINANT, caseNumber, action, body);
    return this.view(given, address);
  }

  async view(given: { caseNumber: string; trackingCode: string }, address: string): Promise<TrackView> {
    const { caseNumber, sealed } = await this.open(given.caseNumber, given.trackingCode, address);
    if (sealed) return this.sealedView(caseNumber);
    const current = await this.store.read(caseNumber, EVERYTHING);
    const open = openActions(current, COMPLAINANT, this.policies.at(current.receivedAt));
    const messages = await this.messages(caseNumber);
    const parts = current.assignments.filter(isActive);
    const departments = parts.map(({ departmentCode: code }) => ({ code, name: this.nameOf(code) }));
    const due = answerBy(current.limits);
    const reply = replyOf(current);
    const [rating] = await this.db.readPrimary<RatingRow>('SELECT * FROM ratings WHERE caseNumber = ? ORDER BY at DESC LIMIT 1', [
      caseNumber,
    ]);
    const words = statusWords(this.reference.rulesAt('messages', this.policies.now()), current, this.reference);
    return {
      caseNumber,
      status: current.status,
      statusText: words.zh,
      statusTextEn: words.en,
      departments,
      ...(due === undefined ? {} : { dueAt: isoOf(due) }),
      timeline: await this.timeline(current),
      ...(reply === undefined ? {} : { publicReply: reply }),
      questions: messages.filter(({ direction }) => direction === 'out'),
      messages,
      canRate: open.includes('rate'),
      canReopen: open.includes('reopen'),
      canWithdraw: open.includes('withdraw'),
      ...(rating ? { rating: ratingView(rating, this.texts) } : {}),
    };
  }

  private async sealedView(caseNumber: string): Promise<TrackView> {
    const { zh, en } = this.reference.rulesAt('messages', this.policies.now()).statusText.sealed!;
    const nothing = { departments: [], questions: [], messages: [], canRate: false, canReopen: false, canWithdraw: false };
    const told = await this.progress.of(caseNumber);
    const timeline = told.map(({ stage, at }) => {
      const type = `commission.${stage}`;
      const words = this.reference.rulesAt('messages', at).timeline[type]!;
      return { at: isoOf(at), type, text: words.zh, textEn: words.en };
    });
    return { caseNumber, status: 'sealed', statusText: zh, statusTextEn: en, timeline, ...nothing };
  }

  private async messages(caseNumber: string) {
    const rows = await this.db.readPrimary<{ id: string; direction: string; text: string; at: number }>(
      `SELECT id, direction, text, at FROM case_messages WHERE caseNumber = ? ORDER BY at DESC, id DESC LIMIT ${MOST_MESSAGES}`,
      [caseNumber],
    );
    return rows.reverse().map(({ id, direction, text, at }) => ({
      id,
      direction,
      at: isoOf(at),
      text: this.texts.open(text, 'case_messages.text', id),
    }));
  }

  private async timeline(current: CaseState) {
    const rows = await this.db.readPrimary<{ type: string; at: number; facts: string }>(
      "SELECT type, at, facts FROM events WHERE caseNumber = ? AND audience = 'case' ORDER BY number",
      [current.caseNumber],
    );
    return rows.flatMap(({ type, at, facts }) => {
      const words = eventWords(
        this.reference.rulesAt('messages', Number(at)),
        type,
        JSON.parse(facts) as ToldFacts,
        current,
        this.reference,
      );
      return words ? [{ at: isoOf(at), type, text: words.zh, textEn: words.en }] : [];
    });
  }

  private nameOf(code: string): string {
    return this.reference.department(code)?.name ?? code;
  }
}
