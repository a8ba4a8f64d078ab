import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import { Reference } from '../departments/reference.js';
import type { Actor } from '../domain/case-state.js';
import { type ImportContext, type ImportLine, missingColumns, readEnterprises } from '../domain/enterprise-list.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, isDuplicate, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import type { EnterpriseImportView, OfficerView } from './enterprise.dto.js';
import { Enterprises } from './enterprises.js';

const MOST_LINES = 5_000;

/** Files of enterprises: read, told line by line what is wrong, and written whole or not at all. */
@Injectable()
export class EnterpriseImport {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly enterprises: Enterprises,
    private readonly events: EventLog,
  ) {}

  /**
   * Good lines in, bad ones told; the same file again adds none. A dry run writes nothing. Throws `input.invalid` (422) for a file that is
   * no table, lacks a column or is too long.
   */
  async run(bytes: Buffer, dryRun: boolean, by: Actor): Promise<EnterpriseImportView> {
    const lines = linesOf(textOf(bytes));
    const officers = await this.enterprises.officers();
    const once = () => this.write(lines, officers, dryRun, by);
    return once().catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
      return once(); // another file was written meanwhile: what it added is known now
    });
  }

  private write(lines: readonly ImportLine[], officers: readonly OfficerView[], dryRun: boolean, by: Actor): Promise<EnterpriseImportView> {
    return this.db.write(async (tx) => {
      const context = await this.context(tx, officers);
      const { good, known, bad } = readEnterprises(lines, context);
      const told = { dryRun, lines: lines.length, added: good.length, known: known.length, bad };
      if (dryRun || good.length === 0) return told;
      const at = this.clock.now();
      const rows = good.map(({ record }) => ({ id: randomUUID(), record, isKey: record.officer !== undefined }));
      await this.enterprises.insert(tx, rows, at);
      const facts = { added: good.length, known: known.length, bad: new Set(bad.map(({ line }) => line)).size };
      await this.events.append(tx, [{ type: 'enterprise.imported', facts, by, at, audience: 'office' }]);
      return told;
    });
  }

  private async context(tx: Tx, officers: readonly OfficerView[]): Promise<ImportContext> {
    const codes = await tx.query<{ uscc: string }[]>('SELECT uscc FROM enterprises');
    const departments = this.reference.departments.filter(({ active }) => active);
    const byDepartment = departments.map(({ code }) => {
      const own = officers.filter((one) => one.departmentCode === code);
      return [code, new Map(own.flatMap(({ username, name }) => [[username, username] as const, [name, username] as const]))] as const;
    });
    return {
      codes: new Set(codes.map(({ uscc }) => uscc)),
      departments: new Map(departments.flatMap(({ code, name }) => [[code, code] as const, [name, code] as const])),
      officers: new Map(byDepartment),
    };
  }
}

/** Spreadsheets of offices write UTF-8 or the national encoding; whatever is neither is not a table of theirs. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function linesOf(text: string): ImportLine[] {
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true }) as never;
  } catch {
    throw invalid([{ field: 'file', code: 'malformed' }]);
  }
  const [head, ...rest] = rows;
  const names = head?.record ?? [];
  const lacking = missingColumns(names);
  if (lacking.length > 0) throw invalid(lacking.map((column) => ({ field: `file.${column}`, code: 'required' })));
  if (rest.length > MOST_LINES) throw invalid([{ field: 'file', code: 'too-large' }]);
  return rest.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(names.map((name, index) => [name, record[index] ?? ''])),
  }));
}
