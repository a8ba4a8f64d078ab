import { usccValid } from './codes.js';
import { ENTERPRISE_SIZES, ORIGINS, type EnterpriseSize, type Origin } from './vocabulary.js';

/** An enterprise as it is written into the list. */
export interface EnterpriseRecord {
  name: string;
  uscc: string;
  size: EnterpriseSize;
  origin: Origin;
  address?: string;
  contactName?: string;
  contactPhone?: string;
  departmentCode?: string;
  /** Account of the service officer 服务专员. */
  officer?: string;
}

/** A line of the file with its number there, the head being line 1. */
export interface ImportLine {
  line: number;
  cells: Readonly<Record<string, string>>;
}
export interface LineProblem {
  line: number;
  column: string;
  code: string;
}
export interface ImportReading {
  /** To be added, each with its line. */
  good: { line: number; record: EnterpriseRecord }[];
  /** Already in the list by their code: left as they are. */
  known: number[];
  bad: LineProblem[];
}

/** What the reading has to know of the city. */
export interface ImportContext {
  /** Codes of the list as it stands. */
  codes: ReadonlySet<string>;
  /** Department codes by name and by code. */
  departments: ReadonlyMap<string, string>;
  /** Accounts of each department by name and by account. */
  officers: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** Heads of the columns as offices write them, and the English ones of the template. */
export const IMPORT_COLUMNS = {
  name: ['企业名称', '名称', 'name'],
  uscc: ['统一社会信用代码', '信用代码', 'uscc'],
  size: ['规模', 'size'],
  origin: ['来源', '企业来源', 'origin'],
  address: ['地址', '注册地址', 'address'],
  contactName: ['联系人', 'contact'],
  contactPhone: ['联系电话', '电话', 'phone'],
  department: ['服务单位', 'department'],
  officer: ['服务专员', 'officer'],
} as const;
export type ImportColumn = keyof typeof IMPORT_COLUMNS;

const SIZES: Readonly<Record<string, EnterpriseSize>> = {
  微型: 'micro',
  小型: 'small',
  中型: 'medium',
  大型: 'large',
  ...Object.fromEntries(ENTERPRISE_SIZES.map((size) => [size, size])),
};
const PLACES: Readonly<Record<string, Origin>> = {
  本地: 'local',
  外地: 'outside',
  ...Object.fromEntries(ORIGINS.map((origin) => [origin, origin])),
};
const MOST: Partial<Record<ImportColumn, number>> = { name: 120, address: 200, contactName: 60 };
const PHONE = /^\+?\d{7,15}$/;

const valueOf = (cells: ImportLine['cells'], column: ImportColumn): string => {
  const head = IMPORT_COLUMNS[column].find((name) => cells[name] !== undefined);
  return head === undefined ? '' : cells[head]!.normalize('NFKC').trim();
};

/** Which needed columns a file lacks. */
export const missingColumns = (heads: readonly string[]): ImportColumn[] =>
  (['name', 'uscc'] as const).filter((column) => !IMPORT_COLUMNS[column].some((name) => heads.includes(name)));

/** One line: its record, or every reason why it cannot be taken. */
function read({ line, cells }: ImportLine, seen: ReadonlySet<string>, context: ImportContext): EnterpriseRecord | LineProblem[] {
  const problems: LineProblem[] = [];
  const wrong = (column: ImportColumn, code: string) => void problems.push({ line, column, code });
  const value = (column: ImportColumn) => valueOf(cells, column);
  for (const [column, most] of Object.entries(MOST))
    if (value(column as ImportColumn).length > most) wrong(column as ImportColumn, 'too-long');
  const [name, uscc, size, origin, phone] = [
    value('name'),
    value('uscc').toUpperCase(),
    value('size'),
    value('origin'),
    value('contactPhone'),
  ];
  if (!name) wrong('name', 'required');
  if (!uscc) wrong('uscc', 'required');
  else if (!/^[0-9A-Z]{18}$/.test(uscc)) wrong('uscc', 'malformed');
  else if (!usccValid(uscc)) wrong('uscc', 'check-digit');
  else if (seen.has(uscc)) wrong('uscc', 'twice-in-file');
  if (size && !SIZES[size]) wrong('size', 'not-in-list');
  if (origin && !PLACES[origin]) wrong('origin', 'not-in-list');
  const digits = phone.replace(/[\s-]/g, '');
  if (phone && !PHONE.test(digits)) wrong('contactPhone', 'malformed');
  const department = value('department');
  const departmentCode = context.departments.get(department);
  if (department && !departmentCode) wrong('department', 'unknown-department');
  const officer = value('officer');
  const account = departmentCode ? context.officers.get(departmentCode)?.get(officer) : undefined;
  if (officer && !account) wrong('officer', 'unknown-officer');
  if (problems.length > 0) return problems;
  const given = {
    address: value('address'),
    contactName: value('contactName'),
    contactPhone: digits,
    departmentCode: departmentCode ?? '',
    officer: account ?? '',
  };
  return {
    name,
    uscc,
    size: SIZES[size] ?? 'small',
    origin: PLACES[origin] ?? 'local',
    ...Object.fromEntries(Object.entries(given).filter(([, text]) => text !== '')),
  };
}

/**
 * Reads the lines of a file: good ones to be added, those whose code is in the list already, and every problem with its line, column and
 * reason. A code that stands twice in the file is taken once. Nothing is guessed: a line with one wrong cell is not taken.
 */
export function readEnterprises(lines: readonly ImportLine[], context: ImportContext): ImportReading {
  const reading: ImportReading = { good: [], known: [], bad: [] };
  const seen = new Set<string>();
  for (const one of lines) {
    const found = read(one, seen, context);
    if (Array.isArray(found)) reading.bad.push(...found);
    else if (context.codes.has(found.uscc)) reading.known.push(one.line);
    else reading.good.push({ line: one.line, record: found });
    if (!Array.isArray(found)) seen.add(found.uscc);
  }
  return reading;
}
