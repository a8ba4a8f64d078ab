import { Injectable } from '@nestjs/common';
import { all, ORDINARY, type Sql, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { Db } from '../platform/db.js';
import type { NoticeListQuery, NoticePage, NoticeView } from './notice.dto.js';
import { type NoticeState, openNoticeActions } from './notice-life.js';
import { Recipients, type StoredRecipient } from './recipients.js';

/** A row of `notices`, as far as it is shown. */
export interface NoticeRow extends StoredRecipient {
  template: string;
  caseNumber: string | null;
  state: NoticeState;
  error: string | null;
  attempts: number;
  createdAt: number;
  nextAt: number | null;
  sentAt: number | null;
}

/** Whether this reader works with cases, or keeps the machine running and sees none. Source: domain text, section 1. */
const readsCases = (by: Actor): boolean => scopeOf(by).ordinary;

/** Notices a reader may see, on the alias `n`: those of sealed cases nobody, those of other cases as the case itself. */
export function mayRead(by: Actor): Sql {
  const may = readsCases(by) ? visible({ ...scopeOf(by), sealedFor: null }) : ORDINARY;
  const sql = `(n.caseNumber IS NULL OR EXISTS (SELECT 1 FROM cases c WHERE c.caseNumber = n.caseNumber AND ${may.sql}))`;
  return { sql, params: may.params };
}

/** Reads notices for the people who look after them. */
@Injectable()
export class NoticeQueries {
  constructor(
    private readonly db: Db,
    private readonly recipients: Recipients,
  ) {}

  async list({ state, caseNumber, page, pageSize }: NoticeListQuery, by: Actor): Promise<NoticePage> {
    const equal = (column: string, value: string | undefined): Sql[] =>
      value === undefined ? [] : [{ sql: `n.${column} = ?`, params: [value] }];
    // who sees no case number may not guess one either
    const hidden = caseNumber !== undefined && !readsCases(by) ? [{ sql: '1 = 0', params: [] }] : [];
    const where = all(...equal('state', state), ...equal('caseNumber', caseNumber), ...hidden, mayRead(by));
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM notices n WHERE ${where.sql}`, where.params);
    const rows = await this.db.read<NoticeRow>(
      `SELECT n.* FROM notices n WHERE ${where.sql} ORDER BY n.createdAt DESC, n.id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      where.params,
    );
    return { items: rows.map((row) => this.view(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** One notice; throws `not-found` for what the reader may not see. */
  async item(id: string, by: Actor): Promise<NoticeView> {
    const may = mayRead(by);
    const [row] = await this.db.readPrimary<NoticeRow>(`SELECT n.* FROM notices n WHERE n.id = ? AND ${may.sql}`, [id, ...may.params]);
    if (!row) throw notFound();
    return this.view(row, by);
  }

  private view(row: NoticeRow, by: Actor): NoticeView {
    const { id, channel, template, caseNumber, state, error, attempts } = row;
    const at = (name: 'nextAt' | 'sentAt') => (row[name] === null ? {} : { [name]: isoOf(Number(row[name])) });
    return {
      id,
      channel,
      template,
      ...(caseNumber && readsCases(by) ? { caseNumber } : {}),
      recipient: row.recipient && this.recipients.masked(row),
      state,
      ...(error ? { error } : {}),
      attempts,
      createdAt: isoOf(Number(row.createdAt)),
      ...at('nextAt'),
      ...at('sentAt'),
      actions: row.recipient ? openNoticeActions(state) : [],
    };
  }
}
