import { Injectable } from '@nestjs/common';
import { all, visible } from '../cases/visible.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { maskName } from '../domain/masking.js';
import { openFindingActions } from '../domain/self-finding-life.js';
import { instantOf, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { departmentsOf, equal } from './readers.js';
import type { EarlierView, SelfFindingPage, SelfFindingQuery, SelfFindingView } from './self-finding.dto.js';
import type { FindingRow } from './self-findings.js';

const MOST_EARLIER = 20;

/** Reads self-findings: a department its own, the office and the commission all. */
@Injectable()
export class SelfFindingQueries {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async list({ department, status, page, pageSize }: SelfFindingQuery, by: Actor): Promise<SelfFindingPage> {
    const where = all(departmentsOf(by, 'z'), ...equal('z.departmentCode', department), ...equal('z.status', status));
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM self_findings z WHERE ${where.sql}`, where.params);
    const rows = await this.db.read<FindingRow>(
      `SELECT z.* FROM self_findings z WHERE ${where.sql} ORDER BY z.openedAt DESC, z.findingNumber DESC
       LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      where.params,
    );
    return { items: rows.map((row) => this.view(row, by, true)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** One with all that was said of it; a reader from elsewhere leaves a trace. Throws `not-found` (404). */
  async item(findingNumber: string, by: Actor): Promise<SelfFindingView> {
    const may = departmentsOf(by, 'z');
    const [row] = await this.db.readPrimary<FindingRow>(`SELECT z.* FROM self_findings z WHERE z.findingNumber = ? AND ${may.sql}`, [
      findingNumber,
      ...may.params,
    ]);
    if (!row) throw notFound();
    const entries = await this.db.readPrimary<{ id: string; action: string; text: string; at: number; username: string }>(
      'SELECT id, action, text, at, username FROM self_finding_entries WHERE findingNumber = ? ORDER BY at, id',
      [findingNumber],
    );
    if (row.departmentCode !== by.departmentCode) {
      const facts = { findingNumber, departmentCode: row.departmentCode };
      const at = this.clock.now();
      await this.db.write((tx) => this.events.append(tx, [{ type: 'self-finding.viewed', facts, by, at, audience: 'audit' }]));
    }
    return {
      ...this.view(row, by, false),
      entries: entries.map(({ id, action, text, at, username }) => ({
        ...{ action, at: isoOf(Number(at)), by: username },
        text: this.keys.decrypt(text, `self_finding_entries.text:${id}`),
      })),
      ...(by.roles.includes('supervisor') ? { earlier: await this.earlier(row, by) } : {}),
    };
  }

  /** Complaints of this kind against the department since it happened and before it was opened: the opening has to come first. */
  private async earlier(row: FindingRow, by: Actor): Promise<EarlierView[]> {
    const may = visible({ ...scopeOf(by), sealedFor: null });
    const found = await this.db.read<{ caseNumber: string; receivedAt: number; urgeCount: number }>(
      `SELECT c.caseNumber, c.receivedAt, c.urgeCount FROM cases c WHERE c.accusedDepartmentCode = ? AND c.receivedAt >= ? AND c.receivedAt < ?
       AND c.categoryCode = ? AND ${may.sql} ORDER BY c.receivedAt LIMIT ${MOST_EARLIER}`,
      [row.departmentCode, instantOf(row.fromDay), Number(row.openedAt), row.categoryCode, ...may.params],
    );
    return found.map(({ caseNumber, receivedAt, urgeCount }) => ({
      ...{ caseNumber, receivedAt: isoOf(Number(receivedAt)), urged: Number(urgeCount) > 0 },
    }));
  }

  private view(row: FindingRow, by: Actor, masked: boolean): SelfFindingView {
    const { findingNumber, departmentCode, categoryCode, personName, documentName, status, openedBy } = row;
    const name = personName ? this.keys.decrypt(personName, `self_findings.personName:${findingNumber}`) : undefined;
    const person = name && masked ? maskName(name) : name;
    return {
      ...{ findingNumber, version: Number(row.version), departmentCode, categoryCode, from: row.fromDay, to: row.toDay },
      ...(person ? { person } : {}),
      ...(documentName ? { document: this.keys.decrypt(documentName, `self_findings.documentName:${findingNumber}`) } : {}),
      ...{ openedAt: isoOf(Number(row.openedAt)), openedBy, status, measures: JSON.parse(row.measures ?? '[]') as string[] },
      actions: openFindingActions(status, by),
    };
  }
}
