import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { maskText } from '../domain/masking.js';
import { type Answers, type Questionnaire, readQuestionnaires, resultsOf } from '../domain/questionnaires.js';
import { dayOf, type Day } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows } from '../platform/db.js';
import type { PageQuery } from '../platform/http/paging.js';
import { configJson } from '../platform/settings.js';
import { Contacts } from './contacts.js';
import type { CommentView, ResultsQuery, ResultsView, RoundInput, RoundPage, RoundView } from './questionnaire.dto.js';

export interface RoundRow {
  id: string;
  questionnaire: string;
  title: string;
  content: string;
  opensOn: Day;
  closesOn: Day;
  invited: number;
  answered: number;
}
interface AnswerRow {
  id: string;
  answers: string;
  words: string | null;
  answeredOn: Day;
  caseNumber: string | null;
  caseIndex: string | null;
}

/** What a city asks enterprises; a broken file stops the start with the path of its first wrong field. */
export const QUESTIONNAIRES: readonly Questionnaire[] = readQuestionnaires(configJson('questionnaires.json'));
const NAMED = `SELECT r.*, (SELECT COUNT(*) FROM questionnaire_invitations i WHERE i.roundId = r.id) AS invited,
  (SELECT COUNT(*) FROM questionnaire_answers a WHERE a.roundId = r.id) AS answered FROM questionnaire_rounds r`;
const MOST_COMMENTS = 100;

export const roundState = ({ opensOn, closesOn }: { opensOn: Day; closesOn: Day }, today: Day): RoundView['state'] =>
  today < opensOn ? 'to-come' : today > closesOn ? 'closed' : 'open';

/** Rounds of questionnaires and what they gave, question by question. Source: domain text, section 2. */
@Injectable()
export class Questionnaires {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly contacts: Contacts,
    private readonly events: EventLog,
  ) {}

  async list({ page, pageSize }: PageQuery): Promise<RoundPage> {
    const [count] = await this.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM questionnaire_rounds');
    const rows = await this.db.read<RoundRow>(`${NAMED} ORDER BY r.opensOn DESC, r.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`);
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404). */
  async row(id: string): Promise<RoundRow> {
    const [row] = await this.db.readPrimary<RoundRow>(`${NAMED} WHERE r.id = ?`, [id]);
    if (!row) throw notFound();
    return row;
  }

  /** Begins a round; throws `input.invalid` (422) for an unknown questionnaire or days that do not follow each other. */
  async begin({ questionnaire, title, opensOn, closesOn }: RoundInput, by: Actor): Promise<RoundView> {
    const content = QUESTIONNAIRES.find(({ code }) => code === questionnaire);
    const invalid = (field: string, code: string) => new DomainError('input.invalid', 422, { fields: [{ field, code }] });
    if (!content) throw invalid('questionnaire', 'not-in-list');
    const at = this.clock.now();
    if (closesOn < opensOn) throw invalid('closesOn', 'before-start');
    if (closesOn < dayOf(at)) throw invalid('closesOn', 'in-the-past');
    const id = randomUUID();
    await this.db.write(async (tx) => {
      const row = { id, questionnaire, title, content: JSON.stringify(content), opensOn, closesOn, username: by.username, createdAt: at };
      await insertRows(tx, 'questionnaire_rounds', [row]);
      await this.events.append(tx, [{ type: 'questionnaire.begun', facts: { round: id, questionnaire }, by, at, audience: 'office' }]);
    });
    return this.view(await this.row(id));
  }

  /** What a round gave, all of it or a part; the words for the office alone. */
  async results(id: string, { size, origin, way }: ResultsQuery, by: Actor): Promise<ResultsView> {
    const round = await this.row(id);
    const content = JSON.parse(round.content) as Questionnaire;
    const parts: [sql: string, ...params: unknown[]][] = [['roundId = ?', id]];
    if (size) parts.push(['size = ?', size]);
    if (origin) parts.push(['origin = ?', origin]);
    if (way) parts.push(['way = ?', way]);
    const rows = await this.db.read<AnswerRow>(
      `SELECT id, answers, words, answeredOn, caseNumber, caseIndex FROM questionnaire_answers WHERE ${parts.map(([sql]) => sql).join(' AND ')}
       ORDER BY answeredOn DESC, id`,
      parts.flatMap(([, ...params]) => params),
    );
    const all = rows.map((row) => ({ ...(JSON.parse(row.answers) as Answers), ...this.wordsOf(row) }));
    const reads = by.roles.some((role) => role === 'supervisor' || role === 'dispatcher' || role === 'commissioner');
    const comments = reads ? await this.comments(rows, by) : [];
    return { ...this.view(round), content, counted: rows.length, results: resultsOf(content, all), comments };
  }

  private wordsOf({ id, words }: AnswerRow): Record<string, string> {
    const plain = this.contacts.open(words, 'questionnaire_answers.words', id);
    return plain ? (JSON.parse(plain) as Record<string, string>) : {};
  }

  private async comments(rows: readonly AnswerRow[], by: Actor): Promise<CommentView[]> {
    const said = rows.flatMap((row) => {
      const text = Object.values(this.wordsOf(row)).join('\n').trim();
      return text ? [{ row, text: maskText(text) }] : [];
    });
    const shown = said.slice(0, MOST_COMMENTS).map(({ row, text }) => ({
      row,
      text,
      number: this.contacts.open(row.caseNumber, 'questionnaire_answers.caseNumber', row.id),
    }));
    const seen = await this.seen(
      shown.flatMap(({ number }) => number ?? []),
      by,
    );
    return shown.map(({ row, text, number }) => ({
      id: row.id,
      text,
      answeredOn: row.answeredOn,
      registered: row.caseIndex !== null,
      ...(number && seen.has(number) ? { caseNumber: number } : {}),
    }));
  }

  private async seen(numbers: readonly string[], by: Actor): Promise<ReadonlySet<string>> {
    if (numbers.length === 0) return new Set();
    const may = visible(scopeOf(by));
    const rows = await this.db.readPrimary<{ caseNumber: string }>(
      `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${numbers.map(() => '?').join(',')}) AND ${may.sql}`,
      [...numbers, ...may.params],
    );
    return new Set(rows.map(({ caseNumber }) => caseNumber));
  }

  private view(row: RoundRow): RoundView {
    const { id, questionnaire, title, opensOn, closesOn, invited, answered } = row;
    const state = roundState(row, dayOf(this.clock.now()));
    return { id, questionnaire, title, opensOn, closesOn, state, invited: Number(invited), answered: Number(answered) };
  }
}
