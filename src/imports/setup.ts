import { Injectable } from '@nestjs/common';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import type { SheetLine } from '../domain/import-lines.js';
import {
  ACCOUNT_COLUMNS,
  DEPARTMENT_COLUMNS,
  type DepartmentRecord,
  lackingColumns,
  readAccounts,
  readDepartments,
  type SetupLine,
  type SetupReading,
} from '../domain/setup-lines.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, isDuplicate, type Tx } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { Accounts } from '../staff/accounts.js';
import { csvLines, EncodingProbe } from './csv-lines.js';
import type { SetupView } from './setup.dto.js';
import { NoWorkbook, xlsxLines } from './xlsx-lines.js';

const MOST_LINES = 5_000;
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const NEEDED = { departments: ['code', 'name'], accounts: ['username', 'name', 'roles'] } as const;
const COLUMNS = { departments: DEPARTMENT_COLUMNS, accounts: ACCOUNT_COLUMNS } as const;
export type SetupKind = keyof typeof NEEDED;

/** Sets a city up from its lists: departments and accounts, each list told line by line what is wrong, good lines written in one go. */
@Injectable()
export class Setup {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly events: EventLog,
  ) {}

  /**
   * Good lines in, bad ones told; the same list again adds none. A dry run writes nothing. Throws `input.invalid` (422) for a file that is
   * no table, lacks a column or is too long.
   */
  async run(kind: SetupKind, bytes: Buffer, dryRun: boolean, by: Actor): Promise<SetupView> {
    const lines = await linesOf(kind, bytes);
    const once = () => (kind === 'departments' ? this.departments(lines, dryRun, by) : this.people(lines, dryRun, by));
    return once().catch((error: unknown) => {
      if (!isDuplicate(error)) throw error;
      return once(); // another list was written meanwhile: what it added is known now
    });
  }

  private async departments(lines: readonly SetupLine[], dryRun: boolean, by: Actor): Promise<SetupView> {
    return this.db.write(async (tx) => {
      const rows = await tx.query<{ code: string; name: string; position: number }[]>('SELECT code, name, position FROM departments');
      const known = new Map([...rows.map(({ code, name }) => [name, code] as const), ...rows.map(({ code }) => [code, code] as const)]);
      const reading = readDepartments(lines, { known });
      const told = viewOf(lines, reading, dryRun);
      if (dryRun || reading.good.length === 0) return told;
      const last = Math.max(0, ...rows.map(({ position }) => Number(position)));
      await insertRows(
        tx,
        'departments',
        reading.good.map(({ record }, n) => departmentRow(record, last + 1 + n)),
      );
      await this.tell(tx, 'settings.changed', { what: 'departments', ...countsOf(told) }, by);
      return told;
    });
  }

  private async people(lines: readonly SetupLine[], dryRun: boolean, by: Actor): Promise<SetupView> {
    const hash = dryRun ? '' : await this.accounts.closedHash();
    return this.db.write(async (tx) => {
      const names = await tx.query<{ username: string }[]>('SELECT username FROM accounts');
      const departments = await tx.query<{ code: string; name: string }[]>('SELECT code, name FROM departments WHERE active = 1');
      const reading = readAccounts(lines, {
        usernames: new Set(names.map(({ username }) => username)),
        departments: new Map(departments.flatMap(({ code, name }) => [[name, code] as const, [code, code] as const])),
      });
      const told = viewOf(lines, reading, dryRun);
      if (dryRun || reading.good.length === 0) return told;
      const links = await this.accounts.insert(
        tx,
        reading.good.map(({ record }) => record),
        hash,
        this.clock.now(),
      );
      const accounts = reading.good.map(({ record: { username, roles } }) => `${username}:${roles.join('+')}`);
      await this.tell(tx, 'accounts.imported', { ...countsOf(told), accounts }, by);
      return { ...told, links };
    });
  }

  private async tell(tx: Tx, type: AuditType, facts: Record<string, unknown>, by: Actor): Promise<void> {
    await this.events.append(tx, [{ type, facts, by, at: this.clock.now(), audience: 'audit' }]);
  }
}

const departmentRow = (record: DepartmentRecord, position: number) => ({ ...record, active: true, position });
const viewOf = (lines: readonly SetupLine[], { good, known, bad }: SetupReading<unknown>, dryRun: boolean): SetupView => ({
  ...{ dryRun, lines: lines.length, added: good.length, known, bad, links: [] },
});
const countsOf = ({ added, known, bad }: SetupView) => ({ added, known: known.length, bad: new Set(bad.map(({ line }) => line)).size });

async function* rowsOf(bytes: Buffer): AsyncGenerator<SheetLine> {
  if (bytes.subarray(0, 4).equals(ZIP)) {
    yield* xlsxLines(bytes);
    return;
  }
  const probe = new EncodingProbe();
  probe.see(bytes);
  const pieces = (async function* () {
    yield await Promise.resolve(bytes);
  })();
  yield* csvLines(pieces, probe.found);
}

async function linesOf(kind: SetupKind, bytes: Buffer): Promise<SetupLine[]> {
  let heads: string[] | undefined;
  const lines: SetupLine[] = [];
  try {
    for await (const { line, cells } of rowsOf(bytes)) {
      if (heads === undefined) heads = cells.map((cell) => cell.trim());
      else lines.push({ line, cells: Object.fromEntries(heads.map((head, place) => [head, cells[place] ?? ''])) });
      if (lines.length > MOST_LINES) throw invalid([{ field: 'file', code: 'too-large' }]);
    }
  } catch (error) {
    const isNone = error instanceof NoWorkbook || (error as { code?: string }).code?.startsWith('CSV_');
    throw isNone ? invalid([{ field: 'file', code: 'malformed' }]) : error;
  }
  const lacking = lackingColumns(heads ?? [], COLUMNS[kind], NEEDED[kind]);
  if (lacking.length > 0) throw invalid(lacking.map((column) => ({ field: `file.${column}`, code: 'required' })));
  return lines;
}
