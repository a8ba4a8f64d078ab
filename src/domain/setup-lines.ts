import { type Role, ROLES } from './vocabulary.js';

/** A line of a list with its cells by heading; `line` as a spreadsheet counts, the headings being line 1. */
export interface SetupLine {
  line: number;
  cells: Readonly<Record<string, string>>;
}
export interface SetupFault {
  line: number;
  column: string;
  code: string;
}
/** What came of a list: records to be added, lines of what is there already, and every fault. */
export interface SetupReading<Record> {
  good: { line: number; record: Record }[];
  known: number[];
  bad: SetupFault[];
}

export interface DepartmentRecord {
  code: string;
  name: string;
  nameEn: string;
  parentCode: string | null;
  level: 'city' | 'county' | 'zone';
  kind: 'approval' | 'enforcement' | 'service' | 'zone';
  phone: string | null;
  duties: string | null;
}
export interface AccountRecord {
  username: string;
  name: string;
  roles: Role[];
  departmentCode: string | null;
}

/** Headings of the columns as offices write them, and the English ones of the template. */
export const DEPARTMENT_COLUMNS = {
  code: ['单位代码', '代码', 'code'],
  name: ['单位名称', '名称', 'name'],
  nameEn: ['英文名称', 'nameEn'],
  parent: ['上级单位', '上级', 'parent'],
  level: ['层级', '级别', 'level'],
  kind: ['类别', '单位类别', 'kind'],
  phone: ['电话', '联系电话', 'phone'],
  duties: ['职责', '主要职责', 'duties'],
} as const;
export const ACCOUNT_COLUMNS = {
  username: ['账号', '用户名', 'username'],
  name: ['姓名', 'name'],
  roles: ['角色', '岗位', 'roles'],
  department: ['单位', '所属单位', 'department'],
} as const;
type Columns = Readonly<Record<string, readonly string[]>>;

const LEVELS: Readonly<Record<string, DepartmentRecord['level']>> = {
  ...{ 市级: 'city', 市: 'city', 区县: 'county', 区级: 'county', 县级: 'county', 开发区: 'zone', 园区: 'zone' },
  ...{ city: 'city', county: 'county', zone: 'zone' },
};
const KINDS: Readonly<Record<string, DepartmentRecord['kind']>> = {
  ...{ 审批: 'approval', 执法: 'enforcement', 服务: 'service', 园区: 'zone', 开发区: 'zone' },
  ...{ approval: 'approval', enforcement: 'enforcement', service: 'service', zone: 'zone' },
};
const ROLE_WORDS: Readonly<Record<string, Role>> = {
  ...Object.fromEntries(ROLES.map((role) => [role, role])),
  ...{ 话务员: 'operator', 派单员: 'dispatcher', 审核回访员: 'reviewer', 承办人: 'handler', 单位负责人: 'leader' },
  ...{ 督办员: 'supervisor', 软办督办员: 'supervisor', 纪委办案人员: 'inspector', 纪委领导: 'commissioner' },
  ...{ 系统管理员: 'administrator', 管理员: 'administrator', 审计员: 'auditor' },
};
const CODE = /^[a-z][a-z0-9-]{1,31}$/;
const USERNAME = /^[A-Za-z][\w.-]{1,63}$/;
const PHONE = /^[+\d][\d\s()-]{4,30}$/;

/** Which of the three administrative powers a role belongs to. Source: domain text, section 1. */
const powerOf = (role: Role): 'system' | 'audit' | 'business' =>
  role === 'administrator' ? 'system' : role === 'auditor' ? 'audit' : 'business';
/** People of departments; whoever judges them is none of theirs. */
const OF_DEPARTMENTS: readonly Role[] = ['handler', 'leader'];
const JUDGES: readonly Role[] = ['dispatcher', 'reviewer', 'supervisor', 'inspector', 'commissioner'];

/**
 * Why these roles may not stand in one account; undefined when they may. System, audit and business powers are never together, and nobody
 * handles a case for a department and judges or calls back about it. Source: domain text, sections 1 and 3.
 */
export function rolesFault(roles: readonly Role[]): 'separated-powers' | 'judges-own-work' | undefined {
  if (new Set(roles.map(powerOf)).size > 1) return 'separated-powers';
  const both = roles.some((role) => OF_DEPARTMENTS.includes(role)) && roles.some((role) => JUDGES.includes(role));
  return both ? 'judges-own-work' : undefined;
}

/** Which needed columns a list lacks. */
export const lackingColumns = (heads: readonly string[], columns: Columns, needed: readonly string[]): string[] =>
  needed.filter((column) => !columns[column]!.some((name) => heads.includes(name)));

/** One line while it is read. */
class Cells {
  readonly faults: SetupFault[] = [];

  constructor(
    private readonly one: SetupLine,
    private readonly columns: Columns,
  ) {}

  get(column: string): string {
    const head = this.columns[column]!.find((name) => this.one.cells[name] !== undefined);
    return head === undefined ? '' : this.one.cells[head]!.normalize('NFKC').trim();
  }

  wrong(column: string, code: string): void {
    if (!this.faults.some((known) => known.column === column)) this.faults.push({ line: this.one.line, column, code });
  }

  /** A text that is there and has its shape. */
  needed(column: string, most: number, shape?: RegExp): string {
    const text = this.get(column);
    if (text === '') this.wrong(column, 'required');
    else if (text.length > most) this.wrong(column, 'too-long');
    else if (shape && !shape.test(text)) this.wrong(column, 'malformed');
    return text;
  }

  optional(column: string, most: number, shape?: RegExp): string | null {
    return this.get(column) === '' ? null : this.needed(column, most, shape);
  }

  among<T>(column: string, words: Readonly<Record<string, T>>, otherwise: T): T {
    const word = this.get(column);
    if (word === '') return otherwise;
    if (words[word] === undefined) this.wrong(column, 'not-in-list');
    return words[word] ?? otherwise;
  }
}

/** What is there already. */
export interface DepartmentContext {
  /** Codes by code and by name. */
  known: ReadonlyMap<string, string>;
}

/**
 * Departments of a list, superiors before those below them. A superior stands in the list or is there already; circles, doubles and a superior
 * that is itself bad are told line by line. What is there stays as it is.
 */
export function readDepartments(lines: readonly SetupLine[], { known }: DepartmentContext): SetupReading<DepartmentRecord> {
  const reading: SetupReading<DepartmentRecord> = { good: [], known: [], bad: [] };
  const [codes, names] = [new Set<string>(), new Set<string>()];
  const parents = new Map<string, string>();
  const taken = new Map<string, { line: number; record: DepartmentRecord }>();
  for (const one of lines) {
    const cells = new Cells(one, DEPARTMENT_COLUMNS);
    const record: DepartmentRecord = {
      code: cells.needed('code', 32, CODE),
      name: cells.needed('name', 64),
      nameEn: cells.optional('nameEn', 128) ?? cells.get('code'),
      parentCode: null,
      level: cells.among('level', LEVELS, 'city'),
      kind: cells.among('kind', KINDS, 'approval'),
      phone: cells.optional('phone', 32, PHONE),
      duties: cells.optional('duties', 2_000),
    };
    if (codes.has(record.code)) cells.wrong('code', 'twice-in-file');
    else if (names.has(record.name)) cells.wrong('name', 'twice-in-file');
    codes.add(record.code);
    names.add(record.name);
    if (cells.faults.length > 0) reading.bad.push(...cells.faults);
    else if (known.get(record.code) === record.code) reading.known.push(one.line);
    else if (known.has(record.name)) reading.bad.push({ line: one.line, column: 'name', code: 'taken' });
    else {
      taken.set(record.code, { line: one.line, record });
      parents.set(record.code, cells.get('parent'));
    }
  }
  place(taken, parents, known, reading);
  return reading;
}

/** Puts superiors before those below them, and tells of those whose superior cannot be found. */
function place(
  taken: ReadonlyMap<string, { line: number; record: DepartmentRecord }>,
  parents: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string>,
  reading: SetupReading<DepartmentRecord>,
): void {
  const byName = new Map([...taken.values()].map(({ record }) => [record.name, record.code]));
  const placed = new Set<string>();
  const faulty = new Map<string, string>();
  const walk = (code: string, above: readonly string[]): boolean => {
    if (placed.has(code)) return true;
    if (faulty.has(code)) return false;
    const one = taken.get(code)!;
    const parent = parents.get(code)!;
    const own = taken.has(parent) ? parent : byName.get(parent);
    const there = known.get(parent);
    const fail = (why: string): boolean => {
      faulty.set(code, why);
      return false;
    };
    if (own !== undefined && [...above, code].includes(own)) return fail('circle');
    if (own !== undefined && !walk(own, [...above, code])) return fail(faulty.get(own) === 'circle' ? 'circle' : 'superior-bad');
    if (parent !== '' && own === undefined && there === undefined) return fail('unknown-department');
    placed.add(code);
    reading.good.push({ ...one, record: { ...one.record, parentCode: own ?? there ?? null } });
    return true;
  };
  for (const code of taken.keys()) walk(code, []);
  for (const [code, why] of faulty) reading.bad.push({ line: taken.get(code)!.line, column: 'parent', code: why });
  reading.bad.sort((a, b) => a.line - b.line);
}

export interface AccountContext {
  usernames: ReadonlySet<string>;
  /** Codes of departments in service by code and by name. */
  departments: ReadonlyMap<string, string>;
}

/** Accounts of a list; names are told apart without regard to capitals. What is there stays as it is. */
export function readAccounts(lines: readonly SetupLine[], { usernames, departments }: AccountContext): SetupReading<AccountRecord> {
  const reading: SetupReading<AccountRecord> = { good: [], known: [], bad: [] };
  const seen = new Set<string>();
  const there = new Set([...usernames].map((name) => name.toLowerCase()));
  for (const one of lines) {
    const cells = new Cells(one, ACCOUNT_COLUMNS);
    const username = cells.needed('username', 64, USERNAME);
    const name = cells.needed('name', 64);
    const words = cells
      .needed('roles', 200)
      .split(/[,，、;；/\s]+/)
      .filter(Boolean);
    const roles = [...new Set(words.flatMap((word) => ROLE_WORDS[word] ?? []))];
    if (words.some((word) => ROLE_WORDS[word] === undefined)) cells.wrong('roles', 'unknown-role');
    const fault = rolesFault(roles);
    if (fault) cells.wrong('roles', fault);
    const department = cells.get('department');
    const departmentCode = departments.get(department) ?? null;
    const needsOne = roles.some((role) => OF_DEPARTMENTS.includes(role));
    if (department !== '' && departmentCode === null) cells.wrong('department', 'unknown-department');
    else if (needsOne && departmentCode === null) cells.wrong('department', 'required');
    else if (!needsOne && department !== '' && roles.length > 0) cells.wrong('department', 'not-allowed');
    if (seen.has(username.toLowerCase())) cells.wrong('username', 'twice-in-file');
    seen.add(username.toLowerCase());
    if (cells.faults.length > 0) reading.bad.push(...cells.faults);
    else if (there.has(username.toLowerCase())) reading.known.push(one.line);
    else reading.good.push({ line: one.line, record: { username, name, roles, departmentCode } });
  }
  return reading;
}
