import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { usccValid } from '../domain/codes.js';
import type { EnterpriseRecord } from '../domain/enterprise-list.js';
import { DomainError, notFound } from '../domain/errors.js';
import { maskAddress } from '../domain/masking.js';
import { isoOf, type Instant } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx, updateRow } from '../platform/db.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { Contacts } from './contacts.js';
import type {
  EnterpriseInput,
  EnterpriseListQuery,
  EnterpriseLookupInput,
  EnterprisePage,
  EnterprisePersonal,
  EnterpriseView,
  OfficerView,
} from './enterprise.dto.js';

/** A row of `enterprises` with the name of its officer. */
export interface EnterpriseRowData {
  id: string;
  name: string;
  uscc: string;
  size: EnterpriseView['size'];
  origin: EnterpriseView['origin'];
  isKey: number;
  address: string | null;
  contactName: string | null;
  contactPhone: string | null;
  departmentCode: string | null;
  officer: string | null;
  officerName?: string | null;
  updatedAt: number;
}

const OFFICE = ['operator', 'dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner'];
/** Departments know the enterprises they serve, the hotline and the office all of them. */
export const enterprisesOf = (by: Actor): { sql: string; params: unknown[] } =>
  by.roles.some((role) => OFFICE.includes(role))
    ? { sql: '1 = 1', params: [] }
    : { sql: 'e.departmentCode = ?', params: [by.departmentCode ?? ''] };
const NAMED = 'SELECT e.*, a.name AS officerName FROM enterprises e LEFT JOIN accounts a ON a.username = e.officer';

/** The list of enterprises with their contact persons and service officers. Source: domain text, section 2. */
@Injectable()
export class Enterprises {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly contacts: Contacts,
    private readonly events: EventLog,
  ) {}

  async list({ q, departmentCode, size, origin, isKey, page, pageSize }: EnterpriseListQuery, by: Actor): Promise<EnterprisePage> {
    const may = enterprisesOf(by);
    const parts: [sql: string, ...params: unknown[]][] = [[may.sql, ...may.params]];
    if (departmentCode) parts.push(['e.departmentCode = ?', departmentCode]);
    if (size) parts.push(['e.size = ?', size]);
    if (origin) parts.push(['e.origin = ?', origin]);
    if (isKey !== undefined) parts.push(['e.isKey = ?', isKey ? 1 : 0]);
    const word = (q ?? '').trim().replace(/[%_\\]/g, '');
    if (word) parts.push(['(e.name LIKE ? OR e.uscc = ?)', `%${word}%`, word.toUpperCase()]);
    const [where, params] = [parts.map(([sql]) => sql).join(' AND '), parts.flatMap(([, ...given]) => given)];
    const [count] = await this.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM enterprises e WHERE ${where}`, params);
    const rows = await this.db.read<EnterpriseRowData>(
      `${NAMED} WHERE ${where} ORDER BY e.name, e.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => this.view(row)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404) alike for what is not there and for what another department serves. */
  async row(id: string, by: Actor): Promise<EnterpriseRowData> {
    const may = enterprisesOf(by);
    const [row] = await this.db.readPrimary<EnterpriseRowData>(`${NAMED} WHERE e.id = ? AND ${may.sql}`, [id, ...may.params]);
    if (!row) throw notFound();
    return row;
  }

  /** The enterprise of a code or a telephone number, for who registers a case; null when there is none. */
  async lookup({ uscc, phone }: EnterpriseLookupInput): Promise<EnterpriseView | null> {
    const index = this.contacts.phoneIndex(phone, 'enterprise');
    const ask = (column: string, value: string) =>
      this.db.readPrimary<EnterpriseRowData>(`${NAMED} WHERE e.${column} = ? ORDER BY e.updatedAt DESC LIMIT 1`, [value]);
    const [row] = uscc?.trim() ? await ask('uscc', uscc.trim().toUpperCase()) : [];
    const [other] = row || !index ? [] : await ask('phoneIndex', index);
    const found = row ?? other;
    return found ? this.view(found) : null;
  }

  /** Adds or changes an enterprise; throws `enterprise.code-taken` (409), `input.invalid` (422), `not-found` (404). */
  async write(given: EnterpriseInput, by: Actor, id?: string): Promise<string> {
    await this.check(given);
    const own = id ?? randomUUID();
    await this.db
      .write(async (tx) => {
        const at = this.clock.now();
        if (id) {
          const [row] = await tx.query<object[]>(`SELECT id FROM enterprises WHERE id = ?${this.db.forUpdate}`, [id]);
          if (!row) throw notFound();
          await updateRow(tx, 'enterprises', { id }, this.changes(given, id, at));
        } else await this.insert(tx, [{ id: own, record: given, isKey: given.isKey === true }], at);
        await this.events.append(tx, [
          { type: id ? 'enterprise.changed' : 'enterprise.added', facts: { id: own }, by, at, audience: 'office' },
        ]);
      })
      .catch((error: unknown) => {
        throw isDuplicate(error) ? new DomainError('enterprise.code-taken', 409, { fields: [{ field: 'uscc', code: 'taken' }] }) : error;
      });
    return own;
  }

  /** Writes new rows in a transaction that is open. */
  async insert(tx: Tx, all: readonly { id: string; record: EnterpriseRecord; isKey: boolean }[], at: Instant): Promise<void> {
    const rows = all.map(({ id, record, isKey }) => ({ id, ...this.columns(record, id, at, isKey), createdAt: at }));
    await insertRows(tx, 'enterprises', rows);
  }

  /** A form shows particulars masked: what it does not send stays as it is. */
  private changes(given: EnterpriseInput, id: string, at: Instant): Record<string, unknown> {
    const { address, contactName, contactPhone, phoneIndex, ...plain } = this.columns(given, id, at, given.isKey === true);
    return {
      ...plain,
      ...(given.address ? { address } : {}),
      ...(given.contactName ? { contactName } : {}),
      ...(given.contactPhone ? { contactPhone, phoneIndex } : {}),
    };
  }

  private columns(given: EnterpriseRecord, id: string, updatedAt: Instant, isKey: boolean) {
    const { name, uscc, size, origin, address, contactName, contactPhone, departmentCode, officer } = given;
    return {
      name,
      uscc: uscc.toUpperCase(),
      size,
      origin,
      isKey,
      address: this.contacts.close(address, 'enterprises.address', id),
      contactName: this.contacts.close(contactName, 'enterprises.contactName', id),
      contactPhone: this.contacts.close(contactPhone, 'enterprises.contactPhone', id),
      phoneIndex: this.contacts.phoneIndex(contactPhone, 'enterprise'),
      departmentCode: departmentCode ?? null,
      officer: officer ?? null,
      updatedAt,
    };
  }

  private async check({ departmentCode, officer }: EnterpriseInput): Promise<void> {
    const broken: BrokenField[] = [];
    if (departmentCode && !this.reference.department(departmentCode)) broken.push({ field: 'departmentCode', code: 'unknown-department' });
    const officers = officer ? await this.officers() : [];
    if (officer && !officers.some((one) => one.username === officer && one.departmentCode === departmentCode))
      broken.push({ field: 'officer', code: 'unknown-officer' });
    if (broken.length > 0) throw invalid(broken);
  }

  /** Staff of departments that may serve as officers. */
  officers(): Promise<OfficerView[]> {
    return this.db.read<OfficerView>(
      'SELECT username, name, departmentCode FROM accounts WHERE departmentCode IS NOT NULL AND active = 1 ORDER BY departmentCode, username',
    );
  }

  /** Particulars in plain for a reason that is logged before they leave; a department unmasks those it serves alone. */
  async unmask(id: string, fields: readonly EnterprisePersonal[], reason: string, by: Actor): Promise<Record<string, string>> {
    const row = await this.row(id, by);
    const facts = { enterprise: id, fields, reason };
    await this.db.write((tx) =>
      this.events.append(tx, [{ type: 'enterprise.unmasked', facts, by, at: this.clock.now(), audience: 'audit' }]),
    );
    const values = fields.flatMap((field) => {
      const plain = this.contacts.open(row[field], `enterprises.${field}`, id);
      return plain ? [[field, plain] as const] : [];
    });
    return Object.fromEntries(values);
  }

  /** The contact person in plain, for who registers a case in the enterprise's name. */
  contactOf(row: EnterpriseRowData): { name?: string; phone?: string } {
    const name = this.contacts.open(row.contactName, 'enterprises.contactName', row.id);
    const phone = this.contacts.open(row.contactPhone, 'enterprises.contactPhone', row.id);
    return { ...(name ? { name } : {}), ...(phone ? { phone } : {}) };
  }

  view(row: EnterpriseRowData): EnterpriseView {
    const { id, name, uscc, size, origin, departmentCode, officer, officerName } = row;
    const address = this.contacts.open(row.address, 'enterprises.address', id);
    const contactName = this.contacts.maskedName(row.contactName, 'enterprises.contactName', id);
    const contactPhone = this.contacts.maskedPhone(row.contactPhone, 'enterprises.contactPhone', id);
    return {
      id,
      name,
      uscc,
      size,
      origin,
      isKey: Number(row.isKey) === 1,
      ...(address ? { address: maskAddress(address) } : {}),
      ...(contactName ? { contactName } : {}),
      ...(contactPhone ? { contactPhone } : {}),
      ...(departmentCode ? { departmentCode, departmentName: this.reference.department(departmentCode)?.name ?? departmentCode } : {}),
      ...(officer ? { officer, officerName: officerName ?? officer } : {}),
      updatedAt: isoOf(Number(row.updatedAt)),
    };
  }

  warningsOf({ uscc }: { uscc: string }) {
    return usccValid(uscc) ? [] : [{ field: 'uscc', code: 'check-digit' }];
  }
}
