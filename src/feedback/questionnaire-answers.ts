import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { IntakeReceipt, RegistrationInput } from '../cases/intake.dto.js';
import { Intake } from '../cases/intake.js';
import { type Actor, type CaseState, COMPLAINANT } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { answerProblems, type Answers, type Questionnaire } from '../domain/questionnaires.js';
import { dayOf } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { tokenHash } from '../platform/crypto.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { Contacts } from './contacts.js';
import type { InvitedView, QuestionnaireAnswerInput, ToldMatter } from './questionnaire.dto.js';
import { type RoundRow, roundState } from './questionnaires.js';

type InvitationRow = Pick<RoundRow, 'content' | 'opensOn' | 'closesOn'> & {
  tokenHash: string;
  roundId: string;
  usedOn: string | null;
  size: string;
  origin: string;
  name: string;
  uscc: string;
};
interface Given {
  roundId: string;
  content: Questionnaire;
  way: 'link' | 'visit';
  /** What may be answered once: a token or a visit. */
  source: string;
  size: string | null;
  origin: string | null;
  answers: Answers;
}

/** Answers to questionnaires, by link or at a visit; a matter that is told becomes a case at once. Source: domain text, section 2. */
@Injectable()
export class QuestionnaireAnswers {
  private readonly wrong: RateLimit;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly contacts: Contacts,
    private readonly intake: Intake,
    @Inject(CONFIG) config: Config,
  ) {
    this.wrong = new RateLimit(config.wrongPasswordsPerMinute);
  }

  /** The questions behind a link, while it is good; throws `not-found` (404) for a token that never was. */
  async look(token: string, address: string): Promise<InvitedView> {
    const row = await this.find(token, address);
    const status = this.statusOf(row);
    return { status, ...(status === 'open' ? { questionnaire: JSON.parse(row.content) as Questionnaire } : {}) };
  }

  /**
   * Takes an answer once, and with it the matter that is to become a case. Throws `not-found` (404), `questionnaire.used` (409),
   * `questionnaire.closed` (410), `input.invalid` (422).
   */
  async answer({ token, answers, matter }: QuestionnaireAnswerInput, address: string): Promise<InvitedView> {
    const row = await this.find(token, address);
    this.refuse(this.statusOf(row));
    const given: Given = {
      ...row,
      content: JSON.parse(row.content) as Questionnaire,
      way: 'link',
      source: row.tokenHash,
      answers,
    };
    this.check(given);
    const id = randomUUID();
    const keep = async (tx: Tx): Promise<void> => {
      const sql = `SELECT usedOn FROM questionnaire_invitations WHERE tokenHash = ?${this.db.forUpdate}`;
      const [now] = await tx.query<{ usedOn: string | null }[]>(sql, [row.tokenHash]);
      if (now?.usedOn !== null) this.refuse('used');
      await updateRow(tx, 'questionnaire_invitations', { tokenHash: row.tokenHash }, { usedOn: dayOf(this.clock.now()) });
      await this.insert(tx, id, given);
    };
    if (!matter) {
      await this.db.write(keep);
      return { status: 'used' };
    }
    const receipt = await this.register(inputOf(matter, row), COMPLAINANT, id, keep);
    return { status: 'used', receipt };
  }

  /** An answer filled in at a visit, once for each round; throws `questionnaire.used` (409), `questionnaire.closed` (410), `input.invalid` (422). */
  async answerAt(round: RoundRow, visit: { id: string; size: string; origin: string }, answers: Answers): Promise<string> {
    if (roundState(round, dayOf(this.clock.now())) !== 'open') this.refuse('closed');
    const content = JSON.parse(round.content) as Questionnaire;
    const { size, origin } = visit;
    const given: Given = { roundId: round.id, content, way: 'visit', source: `visit:${visit.id}`, size, origin, answers };
    this.check(given);
    const id = randomUUID();
    await this.db
      .write((tx) => this.insert(tx, id, given))
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('questionnaire.used', 409) : error;
      });
    return id;
  }

  /** The words of an answer become an anonymous case; throws `not-found` (404), `questionnaire.registered` (409). */
  async toCase(roundId: string, id: string, by: Actor): Promise<string> {
    const [row] = await this.db.readPrimary<{ words: string | null; size: string | null; origin: string | null; caseIndex: string | null }>(
      'SELECT words, size, origin, caseIndex FROM questionnaire_answers WHERE id = ? AND roundId = ?',
      [id, roundId],
    );
    const words = this.contacts.open(row?.words, 'questionnaire_answers.words', id);
    if (!row || !words) throw notFound();
    if (row.caseIndex !== null) throw new DomainError('questionnaire.registered', 409);
    const description = Object.values(JSON.parse(words) as Record<string, string>).join('\n');
    const about = { ...(row.size ? { size: row.size } : {}), ...(row.origin ? { origin: row.origin } : {}) };
    const input = { ...OUTREACH, kind: 'complaint', description, ...about, complainant: { anonymous: true } } as RegistrationInput;
    return (await this.register(input, by, id)).caseNumber;
  }

  private register(input: RegistrationInput, by: Actor, id: string, keep?: (tx: Tx) => Promise<void>): Promise<IntakeReceipt> {
    const beside = async (tx: Tx, { caseNumber, status }: CaseState): Promise<void> => {
      await keep?.(tx);
      const [row] = await tx.query<{ caseIndex: string | null }[]>(
        `SELECT caseIndex FROM questionnaire_answers WHERE id = ?${this.db.forUpdate}`,
        [id],
      );
      if (row?.caseIndex !== null) throw new DomainError('questionnaire.registered', 409);
      const isSealed = status === 'sealed'; // then the link says no more than that there was a case
      const link = {
        caseNumber: isSealed ? null : this.contacts.close(caseNumber, 'questionnaire_answers.caseNumber', id),
        caseIndex: this.contacts.linkIndex(isSealed ? randomUUID() : caseNumber, 'questionnaire-answer'),
      };
      await updateRow(tx, 'questionnaire_answers', { id }, link);
    };
    return this.intake.register(input, { channel: 'outreach', urgency: 'normal', by, beside });
  }

  private async insert(tx: Tx, id: string, { roundId, content, way, source, size, origin, answers }: Given): Promise<void> {
    const texts = content.questions.filter(({ kind }) => kind === 'text').map(({ code }) => code);
    const of = (inside: boolean) => Object.fromEntries(Object.entries(answers).filter(([code]) => texts.includes(code) === inside));
    const words = Object.fromEntries(Object.entries(of(true)).filter(([, text]) => typeof text === 'string' && text.trim() !== ''));
    const row = {
      id,
      roundId,
      way,
      size,
      origin,
      answers: JSON.stringify(of(false)),
      words: Object.keys(words).length > 0 ? this.contacts.close(JSON.stringify(words), 'questionnaire_answers.words', id) : null,
      answeredOn: dayOf(this.clock.now()),
      sourceIndex: this.contacts.linkIndex(`${roundId}:${source}`, 'questionnaire-answer'),
    };
    await insertRows(tx, 'questionnaire_answers', [row]);
  }

  private check({ content, answers }: Given): void {
    const broken = answerProblems(content, answers);
    if (broken.length > 0) throw invalid(broken);
  }

  private async find(token: string, address: string): Promise<InvitationRow> {
    const [row] = await this.db.readPrimary<InvitationRow>(
      `SELECT i.tokenHash, i.roundId, i.usedOn, r.content, r.opensOn, r.closesOn, e.size, e.origin, e.name, e.uscc FROM questionnaire_invitations i
       JOIN questionnaire_rounds r ON r.id = i.roundId JOIN enterprises e ON e.id = i.enterpriseId WHERE i.tokenHash = ?`,
      [tokenHash(token)],
    );
    if (row) return row;
    await this.wrong.pass(address);
    throw notFound();
  }

  private statusOf(row: InvitationRow): InvitedView['status'] {
    if (row.usedOn !== null) return 'used';
    return roundState(row, dayOf(this.clock.now())) === 'open' ? 'open' : 'closed';
  }

  private refuse(status: InvitedView['status']): void {
    if (status === 'used') throw new DomainError('questionnaire.used', 409);
    if (status === 'closed') throw new DomainError('questionnaire.closed', 410);
  }
}

const OUTREACH = { channel: 'outreach', urgency: 'normal' } as const;

/** The matter in the enterprise's name where the person left one, else anonymous. */
function inputOf({ description, categoryCode, accusedDepartmentCode, name, phone }: ToldMatter, row: InvitationRow): RegistrationInput {
  const named = name !== undefined || phone !== undefined;
  return {
    ...OUTREACH,
    kind: 'complaint',
    description,
    ...(categoryCode ? { categoryCode } : {}),
    ...(accusedDepartmentCode ? { accusedDepartmentCode } : {}),
    size: row.size,
    origin: row.origin,
    complainant: named
      ? { organisation: row.name, uscc: row.uscc, ...(name ? { name } : {}), ...(phone ? { phone } : {}) }
      : { anonymous: true },
  } as RegistrationInput;
}
