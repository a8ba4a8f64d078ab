import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { dayOf, isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import type { MatterCardInput, MatterCardListQuery, MatterCardPage, MatterCardView } from './matter-card.dto.js';

interface Row {
  id: string;
  title: string;
  titleEn: string;
  departmentCode: string;
  papers: string;
  steps: string;
  limitText: string;
  fee: string;
  place: string;
  phone: string;
  basis: string | null;
  validFrom: string;
  validTo: string | null;
  open: number;
  updatedAt: number;
}

/** One-page cards 明白卡: what to bring, what happens, how long, whom to ask; printed at windows and read by everybody. Source: domain text, section 2. */
@Injectable()
export class MatterCards {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly events: EventLog,
  ) {}

  /** Cards in force; everybody gets the published ones, staff all of them. */
  async list({ q, departmentCode, page, pageSize }: MatterCardListQuery, isPublic: boolean): Promise<MatterCardPage> {
    const today = dayOf(this.clock.now());
    const parts: [sql: string, ...params: unknown[]][] = [['(validTo IS NULL OR validTo >= ?)', today]];
    if (isPublic) parts.push(['open = 1 AND validFrom <= ?', today]);
    if (departmentCode) parts.push(['departmentCode = ?', departmentCode]);
    const word = (q ?? '').trim().replace(/[%_\\]/g, '');
    if (word) parts.push(['(title LIKE ? OR titleEn LIKE ? OR papers LIKE ?)', ...Array<string>(3).fill(`%${word}%`)]);
    const [where, params] = [parts.map(([sql]) => sql).join(' AND '), parts.flatMap(([, ...given]) => given)];
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM matter_cards WHERE ${where}`, params);
    const rows = await this.db.read<Row>(
      `SELECT * FROM matter_cards WHERE ${where} ORDER BY id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Writes a card; a leader the own department's, the supervisor any. Throws `matter-card.code-taken` (409), `not-found` (404), `input.invalid` (422). */
  async write(given: MatterCardInput, by: Actor, id: string, isNew: boolean): Promise<MatterCardView> {
    this.check(given, by);
    await this.db
      .write(async (tx) => {
        const at = this.clock.now();
        const row = columnsOf(given, by.username, at);
        if (isNew) await insertRows(tx, 'matter_cards', [{ id, ...row }]);
        else {
          const [old] = await tx.query<Row[]>(`SELECT * FROM matter_cards WHERE id = ?${this.db.forUpdate}`, [id]);
          if (!old || !owns(old.departmentCode, by)) throw notFound();
          await updateRow(tx, 'matter_cards', { id }, row);
        }
        await this.events.append(tx, [
          { type: isNew ? 'matter-card.added' : 'matter-card.changed', facts: { id }, by, at, audience: 'office' },
        ]);
      })
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('matter-card.code-taken', 409, { fields: [{ field: 'id', code: 'taken' }] }) : error;
      });
    const [row] = await this.db.readPrimary<Row>('SELECT * FROM matter_cards WHERE id = ?', [id]);
    return this.view(row!);
  }

  private check({ departmentCode, papers, steps, validFrom, validTo }: MatterCardInput, by: Actor): void {
    const broken = [
      ...(!this.reference.department(departmentCode) || !owns(departmentCode, by)
        ? [{ field: 'departmentCode', code: 'unknown-department' }]
        : []),
      ...(papers.length === 0 ? [{ field: 'papers', code: 'required' }] : []),
      ...(steps.length === 0 ? [{ field: 'steps', code: 'required' }] : []),
      ...(validTo && validTo < validFrom ? [{ field: 'validTo', code: 'before-start' }] : []),
    ];
    if (broken.length > 0) throw invalid(broken);
  }

  private view({ papers, steps, basis, validTo, open, updatedAt, ...row }: Row): MatterCardView {
    const { id, title, titleEn, departmentCode, limitText, fee, place, phone, validFrom } = row;
    return {
      id,
      title,
      titleEn,
      departmentCode,
      departmentName: this.reference.department(departmentCode)?.name ?? departmentCode,
      papers: JSON.parse(papers) as string[],
      steps: JSON.parse(steps) as string[],
      limitText,
      fee,
      place,
      phone,
      ...(basis ? { basis } : {}),
      validFrom,
      ...(validTo ? { validTo } : {}),
      open: Number(open) === 1,
      updatedAt: isoOf(Number(updatedAt)),
    };
  }
}

const owns = (departmentCode: string, by: Actor): boolean =>
  by.roles.includes('supervisor') || (by.roles.includes('leader') && by.departmentCode === departmentCode);

const columnsOf = ({ papers, steps, basis, validTo, ...plain }: MatterCardInput, username: string, updatedAt: number) => ({
  ...plain,
  papers: JSON.stringify(papers),
  steps: JSON.stringify(steps),
  basis: basis ?? null,
  validTo: validTo ?? null,
  username,
  updatedAt,
});
