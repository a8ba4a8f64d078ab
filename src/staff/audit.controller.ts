import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AUDIT_GROUPS, AUDITED, type AuditGroup, auditSubject } from '../domain/audit.js';
import { fromInstant, isoOf, toInstant } from '../domain/time.js';
import { Db } from '../platform/db.js';
import { For } from '../platform/http/access.js';
import { Choice, Code, DayOrInstant, MaybeShown, Shown } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export class AuditQuery extends PageQuery {
  @Code(14, { optional: true }) caseNumber?: string;
  @Code(64, { optional: true }) username?: string;
  @Choice(AUDIT_GROUPS, { optional: true, description: 'What it is about; `action` is one type of it' }) group?: AuditGroup;
  @Code(48, { optional: true, description: 'Type of the event, e.g. case.unmasked' }) action?: string;
  @DayOrInstant({ optional: true }) from?: string;
  @DayOrInstant({ optional: true }) to?: string;
}

export class AuditRow {
  @Shown({ format: 'date-time' }) at!: string;
  @Shown() username!: string;
  @MaybeShown({ description: 'Name of the person, as it is now; absent of the system' }) name?: string;
  @Shown() action!: string;
  @MaybeShown() caseNumber?: string;
  @MaybeShown({ description: 'Names of the fields that were shown in plain' }) fields?: string[];
  @MaybeShown() reason?: string;
  @MaybeShown({ description: 'The account it was about' }) account?: string;
  @MaybeShown({ description: 'What it was about besides a case: an account, a number, a code, an id' }) subject?: string;
  @MaybeShown({ description: 'And its kind, a word of the trade: of rules, files, what was forgotten' }) kind?: string;
  @MaybeShown({ enum: ['passkey'], description: 'What opened the session, when it was no password' }) with?: string;
}

export class AuditPage implements Page<AuditRow> {
  @Shown({ type: AuditRow, isArray: true }) items!: AuditRow[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

interface Entry {
  at: number;
  username: string;
  name: string | null;
  type: string;
  caseNumber: string | null;
  facts: string;
}

/** Reads of identities, visits to cases, sessions and settings, newest first; from the event log, for the auditor alone. */
@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly db: Db) {}

  @For('auditor')
  @Get()
  @ApiOkResponse({ type: AuditPage })
  async page(@Query() query: AuditQuery): Promise<AuditPage> {
    const { page, pageSize } = query;
    const conditions: [string, unknown][] = [["audience = 'audit'", undefined]];
    if (query.caseNumber) conditions.push(['caseNumber = ?', query.caseNumber]);
    if (query.username) conditions.push(['username = ?', query.username]);
    if (query.group) conditions.push([`type IN (${AUDITED[query.group].map((type) => `'${type}'`).join(',')})`, undefined]);
    if (query.action) conditions.push(['type = ?', query.action]);
    if (query.from) conditions.push(['at >= ?', fromInstant(query.from)]);
    if (query.to) conditions.push(['at < ?', toInstant(query.to)]);
    const where = conditions.map(([sql]) => sql).join(' AND ');
    const params = conditions.map(([, value]) => value).filter((value) => value !== undefined);
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM events WHERE ${where}`, params);
    const rows = await this.db.read<Entry>(
      `SELECT at, username, (SELECT name FROM accounts WHERE accounts.username = events.username) AS name, type, caseNumber, facts
       FROM events WHERE ${where} ORDER BY number DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    const items = rows.map(({ at, username, name, type, caseNumber, facts }) => {
      const told = JSON.parse(facts) as Pick<AuditRow, 'reason' | 'fields' | 'account' | 'with'> & Record<string, unknown>;
      return {
        at: isoOf(Number(at)),
        username,
        ...(name ? { name } : {}),
        action: type,
        ...(caseNumber ? { caseNumber } : {}),
        ...(told.fields ? { fields: told.fields } : {}),
        ...(told.reason ? { reason: told.reason } : {}),
        ...(told.account ? { account: told.account } : {}),
        ...(told.with ? { with: told.with } : {}),
        ...auditSubject(type, told),
      };
    });
    return { items, total: Number(count?.n ?? 0), page, pageSize };
  }
}
