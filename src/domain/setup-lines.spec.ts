import { admitPassword } from './passwords.js';
import { readAccounts, readDepartments, rolesFault, type SetupLine } from './setup-lines.js';
import type { Role } from './vocabulary.js';

const lines = (rows: Record<string, string>[]): SetupLine[] => rows.map((cells, n) => ({ line: n + 2, cells }));
const KNOWN = new Map([
  ['market', 'market'],
  ['市场监督管理局', 'market'],
]);
const departments = (rows: Record<string, string>[]) => readDepartments(lines(rows), { known: KNOWN });
const accounts = (rows: Record<string, string>[]) =>
  readAccounts(lines(rows), { usernames: new Set(['admin1']), departments: new Map([...KNOWN]) });

describe('a list of departments', () => {
  it('puts superiors before those below them, by code or by name, in the list or there already', () => {
    const { good, bad } = departments([
      { 单位代码: 'water-east', 单位名称: '城东水务所', 上级单位: '水务局', 层级: '区县' },
      { 单位代码: 'water', 单位名称: '水务局', 类别: '执法', 电话: '0431-82301999' },
      { 单位代码: 'market-east', 单位名称: '城东市场所', 上级单位: 'market' },
    ]);
    expect(bad).toEqual([]);
    expect(good.map(({ line, record: { code, parentCode, level, kind } }) => [line, code, parentCode, level, kind])).toEqual([
      [3, 'water', null, 'city', 'enforcement'],
      [2, 'water-east', 'water', 'county', 'approval'],
      [4, 'market-east', 'market', 'city', 'approval'],
    ]);
  });

  it('tells every fault by line and column, and leaves alone what is there', () => {
    const { good, known, bad } = departments([
      { code: 'market', name: '改个名字' },
      { code: 'A B', name: '某局' },
      { code: 'one', name: '市场监督管理局' },
      { code: 'two', name: '二局', parent: 'nowhere' },
      { code: 'two', name: '又一个二局' },
      { code: 'three', name: '三局', parent: 'four' },
      { code: 'four', name: '四局', parent: 'three' },
      { code: 'five', name: '五局', parent: 'two' },
      { code: 'six', name: '', level: '省级' },
    ]);
    expect([good, known]).toEqual([[], [2]]);
    expect(bad.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
      '3 code malformed',
      '4 name taken',
      '5 parent unknown-department',
      '6 code twice-in-file',
      '7 parent circle',
      '8 parent circle',
      '9 parent superior-bad',
      '10 name required',
      '10 level not-in-list',
    ]);
  });
});

describe('a list of accounts', () => {
  it('takes people with their roles and departments', () => {
    const { good, bad } = accounts([
      { 账号: 'zhang.san', 姓名: '张三', 角色: '承办人、单位负责人', 单位: '市场监督管理局' },
      { 账号: 'li.si', 姓名: '李四', 角色: '纪委办案人员' },
      { 账号: 'wang', 姓名: '王五', 角色: 'operator, reviewer' },
    ]);
    expect(bad).toEqual([]);
    expect(good.map(({ record }) => record)).toEqual([
      { username: 'zhang.san', name: '张三', roles: ['handler', 'leader'], departmentCode: 'market' },
      { username: 'li.si', name: '李四', roles: ['inspector'], departmentCode: null },
      { username: 'wang', name: '王五', roles: ['operator', 'reviewer'], departmentCode: null },
    ]);
  });

  it.each<[Record<string, string>, string]>([
    [{ username: '', name: '甲', roles: 'operator' }, 'username required'],
    [{ username: '张三', name: '甲', roles: 'operator' }, 'username malformed'],
    [{ username: 'a1', name: '甲', roles: '局长' }, 'roles unknown-role'],
    [{ username: 'a1', name: '甲', roles: '系统管理员、审计员' }, 'roles separated-powers'],
    [{ username: 'a1', name: '甲', roles: 'administrator operator' }, 'roles separated-powers'],
    [{ username: 'a1', name: '甲', roles: 'auditor,supervisor' }, 'roles separated-powers'],
    [{ username: 'a1', name: '甲', roles: 'handler,reviewer', department: 'market' }, 'roles judges-own-work'],
    [{ username: 'a1', name: '甲', roles: 'handler' }, 'department required'],
    [{ username: 'a1', name: '甲', roles: 'leader', department: '某局' }, 'department unknown-department'],
    [{ username: 'a1', name: '甲', roles: 'reviewer', department: 'market' }, 'department not-allowed'],
  ])('refuses %j', (row, fault) => {
    expect(accounts([row]).bad.map(({ column, code }) => `${column} ${code}`)).toEqual([fault]);
  });

  it('tells names apart without regard to capitals', () => {
    const row = { name: '甲', roles: 'operator' };
    const { good, known, bad } = accounts([
      { username: 'Admin1', ...row },
      { username: 'b2', ...row },
      { username: 'B2', ...row },
    ]);
    expect([good.length, known, bad.map(({ line, code }) => [line, code])]).toEqual([1, [2], [[4, 'twice-in-file']]]);
  });
});

describe('roles in one account', () => {
  it.each<[Role[], string | undefined]>([
    [['operator', 'dispatcher', 'reviewer'], undefined],
    [['handler', 'leader'], undefined],
    [['handler', 'operator'], undefined],
    [['leader', 'supervisor'], 'judges-own-work'],
    [['handler', 'inspector'], 'judges-own-work'],
    [['administrator'], undefined],
    [['administrator', 'auditor'], 'separated-powers'],
  ])('%j: %s', (roles, fault) => expect(rolesFault(roles)).toBe(fault));
});

describe('a password', () => {
  it.each([
    ['窗口办事不再跑三趟', 'too-short'],
    ['短密码', 'too-short'],
    ['Zhang.San-2026-ok', 'holds-name'],
    ['password-for-me-1', 'common'],
    ['aaaaaaaaabbbbbbbc', 'one-sign'],
    ['长'.repeat(201), 'too-long'],
  ])('%s is %s', (password, why) => {
    expect(() => admitPassword(password, 'zhang.san')).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ why }) as unknown }) as Error,
    );
  });

  it('of a sentence is good', () => {
    expect(() => admitPassword('去年冬天松花江冻得特别早', 'zhang.san')).not.toThrow();
  });
});
