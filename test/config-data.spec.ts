import { readdirSync, readFileSync } from 'node:fs';
import { type HotlinePolicy, SERVICE_LEVELS } from '../src/domain/hotline-figures.js';
import {
  CASE_STATUSES,
  CHANNELS,
  ENTERPRISE_SIZES,
  FINDINGS,
  KINDS,
  REJECT_REASONS,
  ROLES,
  SUSPEND_GROUNDS,
} from '../src/domain/vocabulary.js';

const read = <T>(name: string): T => JSON.parse(readFileSync(`config/${name}`, 'utf8')) as T;

interface Department {
  code: string;
  name: string;
  nameEn: string;
  parentCode?: string;
  level: string;
  kind: string;
  leader: string;
  handlers: string[];
}
interface Leaf {
  code: string;
  name: string;
  accusation?: boolean;
  sealed?: boolean;
  amount?: boolean;
  basis?: boolean;
  receipt?: boolean;
  complex?: boolean;
}
interface Judged {
  finding: string;
  text: string;
}
interface Scenario {
  id: string;
  category: string;
  kinds: string[];
  weight: number;
  departments: string[];
  aligned?: boolean;
  sealed?: boolean;
  finding?: Record<string, number>;
  amount?: [number, number];
  days?: [number, number];
  visits?: [number, number];
  items?: { text: string; departments?: string[] }[];
  titles: string[];
  descriptions: string[];
  summaries?: string[];
  progress?: string[];
  replies?: Judged[];
  internalNotes?: Judged[];
  returnReasons?: string[];
  extensionReasons?: string[];
  callBackWords?: { satisfied: string[]; dissatisfied: string[] };
  answers?: string[];
  conclusions?: Judged[];
}

const departments = read<Department[]>('departments.json');
const accounts = read<{ username: string; name: string; roles: string[]; departmentCode?: string; duty?: boolean }[]>('accounts.json');
const groups = read<(Leaf & { help: string; helpEn: string; children: Leaf[] })[]>('categories.json');
const behaviours = read<{ code: string; categories: string[]; measures: string[] }[]>('behaviours.json');
const routing = read<{ auto: number; rules: Record<string, unknown>[] }>('routing.json');
const city = read<{ regions: { code: string; name: string }[] }>('city.json');
const knowledge =
  read<{ id: string; title: string; body: string; departmentCode: string; validFrom: string; validTo?: string; reviewAt: string }[]>(
    'knowledge.json',
  );
const messages = read<{ statusText: Record<string, { zh: string; en: string }>; timeline: Record<string, { zh: string; en: string }> }>(
  'messages.json',
);
const texts = read<{ placeholders: Record<string, string>; regions: { code: string }[]; phrases: Record<string, Record<string, unknown>> }>(
  'demo/texts.json',
);
const scenarios = readdirSync('config/demo')
  .filter((name) => name.startsWith('scenarios-'))
  .sort()
  .flatMap((name) => read<Scenario[]>(`demo/${name}`));

const leaves = groups.flatMap((group) => group.children);
const departmentCodes = new Set(departments.map(({ code }) => code));
const leafCodes = new Set(leaves.map(({ code }) => code));
const regionCodes = new Set(city.regions.map(({ code }) => code));
const leaf = (code: string): Leaf => leaves.find((one) => one.code === code) as Leaf;
const repeated = (codes: string[]): string[] => codes.filter((code, at) => codes.indexOf(code) !== at);
const strings = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value !== null && typeof value === 'object' ? Object.values(value).flatMap(strings) : [];
const placeholders = (value: unknown): string[] =>
  strings(value).flatMap((text) => [...text.matchAll(/\{(\w*)\}/g)].map((found) => found[1] ?? ''));

describe('departments and accounts', () => {
  it('lead with the fourteen departments named at the border, in that order', () => {
    expect(departments.slice(0, 14).map(({ code, name }) => `${code} ${name}`)).toEqual([
      'market 市场监督管理局',
      'tax 税务局',
      'housing 住房和城乡建设局',
      'resources 自然资源局',
      'finance 财政局',
      'transport 交通运输局',
      'ecology 生态环境局',
      'police 公安局',
      'fire 消防救援大队',
      'labour 人力资源和社会保障局',
      'gov-service 政务服务局',
      'urban 城市管理执法局',
      'dev-zone 经济开发区管委会',
      'industry-park 工业集中区管委会',
    ]);
  });

  it('place every unit below a known one and none below itself', () => {
    expect(repeated(departments.map(({ code }) => code))).toEqual([]);
    for (const { code, parentCode, level, kind } of departments) {
      expect(['city', 'county', 'zone']).toContain(level);
      expect(['approval', 'enforcement', 'service', 'zone']).toContain(kind);
      if (parentCode) expect(departmentCodes.has(parentCode) && parentCode !== code).toBe(true);
    }
  });

  it('give accounts to the fourteen departments and to no unit below them', () => {
    const own = accounts.filter(({ departmentCode }) => departmentCode);
    expect(new Set(own.map(({ departmentCode }) => departmentCode))).toEqual(new Set(departments.slice(0, 14).map(({ code }) => code)));
    for (const { username, departmentCode, roles } of own)
      expect(username).toBe(`${departmentCode}.${roles.join()}${roles[0] === 'handler' ? '1' : ''}`);
  });

  it('hold every role, no account twice and one inspector on duty', () => {
    expect(repeated(accounts.map(({ username }) => username))).toEqual([]);
    expect(new Set(accounts.flatMap(({ roles }) => roles))).toEqual(new Set(ROLES));
    expect(accounts.filter(({ duty }) => duty).map(({ username }) => username)).toEqual(['inspector1']);
  });
});

describe('categories and behaviours', () => {
  it('number fourteen groups and put every leaf under its own group', () => {
    expect(groups.map(({ code }) => code)).toEqual(Array.from({ length: 14 }, (_, at) => String(at + 1).padStart(2, '0')));
    for (const group of groups) {
      expect(group.help && group.helpEn).toBeTruthy();
      for (const { code } of group.children) expect(code).toMatch(new RegExp(`^${group.code}\\d\\d$`));
    }
    expect(repeated(leaves.map(({ code }) => code))).toEqual([]);
  });

  it('seal exactly bribery, leaks and reprisals, and treat them as accusations', () => {
    for (const { code, sealed, accusation } of leaves) {
      expect([code, sealed ?? false]).toEqual([code, /^(10|13)/.test(code)]);
      if (sealed) expect(accusation).toBe(true);
    }
  });

  it('ask for amount, basis and receipt where money was taken', () => {
    for (const one of leaves.filter(({ code }) => code.startsWith('03')))
      expect([one.amount, one.basis, one.receipt]).toEqual([true, true, true]);
    for (const one of leaves.filter(({ code }) => /^1[12]/.test(code))) expect(one.complex).toBe(true);
  });

  it('tie every leaf that blames someone to a behaviour with a measure', () => {
    expect(repeated(behaviours.map(({ code }) => code))).toEqual([]);
    for (const { categories, measures } of behaviours) {
      expect(measures.length).toBeGreaterThan(0);
      for (const code of categories) expect([...leafCodes]).toContain(code);
    }
    const named = new Set(behaviours.flatMap(({ categories }) => categories));
    expect([...leafCodes].filter((code) => !code.startsWith('14') && !named.has(code))).toEqual([]);
  });
});

describe('the dispatch catalogue', () => {
  it('names only known departments, categories, regions, channels and sizes', () => {
    const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
    expect(repeated(routing.rules.map(({ id }) => String(id)))).toEqual([]);
    for (const rule of routing.rules) {
      const known = [...departmentCodes, '@accused', '@accused-parent'];
      for (const code of [String(rule.lead), ...list(rule.assists)]) expect(known).toContain(code);
      for (const code of list(rule.accused)) expect(known).toContain(code);
      for (const prefix of list(rule.category)) expect([...leafCodes].some((code) => code.startsWith(prefix))).toBe(true);
      for (const region of list(rule.region)) expect([...regionCodes]).toContain(region);
      for (const channel of list(rule.channel)) expect([...CHANNELS] as string[]).toContain(channel);
      for (const size of list(rule.size)) expect([...ENTERPRISE_SIZES] as string[]).toContain(size);
    }
  });

  it('has a condition in every rule and sends no sealed category anywhere', () => {
    for (const { category, keywords, region, accused, channel, size, confidence } of routing.rules) {
      expect([category, keywords, region, accused, channel, size].some((one) => Array.isArray(one) && one.length > 0)).toBe(true);
      expect(confidence as number).toBeGreaterThan(0);
      expect(confidence as number).toBeLessThanOrEqual(1);
      expect(((category ?? []) as string[]).some((prefix) => /^(10|13)/.test(prefix))).toBe(false);
    }
  });
});

describe('knowledge and messages', () => {
  it('give every article an owner, a body and dates in order', () => {
    expect(repeated(knowledge.map(({ id }) => id))).toEqual([]);
    for (const { departmentCode, body, validFrom, validTo, reviewAt } of knowledge) {
      expect([...departmentCodes]).toContain(departmentCode);
      expect((body.match(/[。?!]/g) ?? []).length).toBeGreaterThanOrEqual(3);
      expect(validFrom < reviewAt && validFrom < (validTo ?? '9999')).toBe(true);
    }
  });

  it('have a sentence in both languages for every status, with known placeholders', () => {
    expect(Object.keys(messages.statusText).sort()).toEqual([...CASE_STATUSES].sort());
    for (const { zh, en } of [...Object.values(messages.statusText), ...Object.values(messages.timeline)]) {
      expect(zh && en).toBeTruthy();
      for (const name of placeholders([zh, en])) expect(['department', 'date']).toContain(name);
      expect(placeholders(zh).sort()).toEqual(placeholders(en).sort());
    }
  });

  it('tell nothing of who or what where a case is sealed', () => {
    for (const text of [messages.statusText.sealed, messages.timeline['case.sealed']]) expect(placeholders(text)).toEqual([]);
    expect(Object.keys(messages.timeline)).not.toContain('assignment.return-requested');
  });
});

describe('demo scenarios', () => {
  it('cover every category group and every kind', () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(45);
    expect(repeated(scenarios.map(({ id }) => id))).toEqual([]);
    expect(new Set(scenarios.map(({ category }) => category.slice(0, 2))).size).toBe(14);
    expect(new Set(scenarios.flatMap(({ kinds }) => kinds))).toEqual(new Set(KINDS));
  });

  it.each(scenarios.map((one) => [one.id, one] as const))('%s refers to what exists and varies its words', (_, one) => {
    expect([...leafCodes]).toContain(one.category);
    expect(Boolean(one.sealed)).toBe(Boolean(leaf(one.category).sealed));
    for (const code of one.departments) expect([...departmentCodes]).toContain(code);
    expect(one.titles.length).toBeGreaterThanOrEqual(3);
    expect(one.descriptions.length).toBeGreaterThanOrEqual(3);
    expect(
      repeated(strings([one.titles, one.descriptions, one.replies ?? [], one.answers ?? []]).filter((text) => text.length > 12)),
    ).toEqual([]);
    if (one.aligned)
      for (const column of [one.titles, one.departments, one.replies ?? one.answers ?? []])
        expect(column.length).toBe(one.descriptions.length);
  });

  it.each(scenarios.map((one) => [one.id, one] as const))('%s has every text its way of handling needs', (_, one) => {
    if (one.sealed) return expect(one.conclusions?.length).toBeGreaterThanOrEqual(2);
    if (one.kinds.some((kind) => kind === 'consultation' || kind === 'praise'))
      return expect(one.answers?.length).toBeGreaterThanOrEqual(2);
    for (const column of [one.summaries, one.progress, one.replies, one.internalNotes]) expect(column?.length).toBeGreaterThanOrEqual(2);
    for (const column of [one.returnReasons ?? one.extensionReasons, one.extensionReasons])
      expect(column?.length).toBeGreaterThanOrEqual(1);
    expect(one.callBackWords?.satisfied.length && one.callBackWords.dissatisfied.length).toBeTruthy();
  });

  it.each(scenarios.filter(({ finding }) => finding).map((one) => [one.id, one] as const))(
    '%s can answer every finding it may draw',
    (_, one) => {
      const chances = Object.entries(one.finding ?? {});
      expect(chances.map(([name]) => name)).toEqual([...FINDINGS]);
      expect(chances.reduce((sum, [, chance]) => sum + chance, 0)).toBeCloseTo(1, 6);
      const answered = new Set((one.replies ?? one.conclusions ?? []).map(({ finding }) => finding));
      for (const [name, chance] of chances) expect(answered.has(name)).toBe(chance > 0);
    },
  );

  it.each(scenarios.map((one) => [one.id, one] as const))('%s fills every placeholder from known material', (_, one) => {
    const used = new Set(placeholders(one));
    for (const name of used) expect(Object.keys(texts.placeholders)).toContain(name);
    if (used.has('item'))
      for (const code of one.departments)
        expect(one.items?.some((item) => !item.departments || item.departments.includes(code))).toBe(true);
    for (const name of ['amount', 'days', 'visits'] as const) {
      const [least, most] = one[name] ?? [0, -1];
      if (used.has(name)) expect(0 < least && least < most).toBe(true);
    }
  });

  it('name nobody in a transfer summary', () => {
    const identifying = ['company', 'street'];
    for (const { summaries } of scenarios) expect(placeholders(summaries ?? []).filter((name) => identifying.includes(name))).toEqual([]);
  });

  it('draw on known regions and have a phrase for every lawful reason', () => {
    for (const { code } of texts.regions) expect([...regionCodes]).toContain(code);
    expect(Object.keys(texts.phrases.reject ?? {}).sort()).toEqual([...REJECT_REASONS].sort());
    expect(Object.keys(texts.phrases.suspend ?? {}).sort()).toEqual([...SUSPEND_GROUNDS].sort());
    expect(placeholders(texts.phrases)).toEqual([]);
  });
});

describe('telephone.json', () => {
  it('counts the service level in a way the figures know, with seconds and a share that can be reached', () => {
    const { serviceLevelOf, serviceLevelTarget, answeredWithinSeconds, shortAbandonSeconds } = read<HotlinePolicy>('telephone.json');
    expect(SERVICE_LEVELS).toContain(serviceLevelOf);
    expect(serviceLevelTarget).toBeGreaterThan(0);
    expect(serviceLevelTarget).toBeLessThanOrEqual(1);
    expect(shortAbandonSeconds).toBeLessThan(answeredWithinSeconds);
  });
});
