import { randomBytes } from 'node:crypto';
import { seedDays, publishedYears } from './calendar/holidays.js';
import { dutyHours } from './calendar/working-days.js';
import { measureOf } from './departments/measures.js';
import type { CategoryNode } from './domain/category-settings.js';
import { instantOf } from './domain/time.js';
import { firstArticles, firstVersion, termRows } from './knowledge/first-articles.js';
import type { Clock } from './platform/clock.js';
import type { Keys } from './platform/crypto.js';
import { type Db, insertRows } from './platform/db.js';
import { configJson } from './platform/settings.js';
import { categoryRows } from './settings/categories.js';

type Row = Record<string, unknown>;
/** Settings with versions: `config/<kind>.json`. */
const RULES = ['limits', 'routing', 'cards', 'supervision', 'scoring', 'groups', 'notices', 'messages'];
export const DEMO_PASSWORD = 'demo-12345';

/** Whether the database has not been given its city yet. */
export async function isEmpty(db: Db): Promise<boolean> {
  return (await db.readPrimary('SELECT code FROM departments LIMIT 1')).length === 0;
}

const ruleRow = (kind: string, now: number): Row => {
  const content = configJson<{ version: number; validFrom: string }>(`${kind}.json`);
  return {
    kind,
    version: content.version,
    validFrom: instantOf(content.validFrom),
    content: JSON.stringify(content),
    username: 'system',
    createdAt: now,
  };
};

/** The catalogue the city begins with: the first version of each entry, its measures by their codes. */
function behaviourRows(now: number): Row[] {
  return configJson<(Row & { measures: string[] })[]>('behaviours.json').map((one) => ({
    code: one.code,
    version: 1,
    name: one.name,
    nameEn: one.nameEn,
    categories: JSON.stringify(one.categories),
    measures: JSON.stringify(one.measures.map((name) => measureOf(name).code)),
    article: one.article ?? null,
    penaltyRange: one.range ?? null,
    state: 'released',
    validFrom: one.validFrom ?? '2024-01-01',
    validTo: null,
    proposedBy: 'system',
    proposedAt: now,
  }));
}

/** The register of fees as the city publishes it: approved before there was a system. */
const feeRows = (now: number): Row[] =>
  configJson<Row[]>('fees.json').map(({ rule, keywords, validTo, ...one }) => ({
    ...one,
    rule: JSON.stringify(rule),
    keywords: JSON.stringify(keywords),
    validTo: validTo ?? null,
    state: 'approved',
    proposedBy: 'system',
    proposedAt: now,
    decidedBy: 'system',
    decidedAt: now,
  }));

/** The one-page cards the windows begin with. */
const cardRows = (now: number): Row[] =>
  configJson<Row[]>('matter-cards.json').map(({ papers, steps, ...one }) => ({
    ...one,
    papers: JSON.stringify(papers),
    steps: JSON.stringify(steps),
    validTo: null,
    username: 'system',
    updatedAt: now,
  }));

/** Puts the city's settings of `config/` into an empty database: departments, categories, rules, calendar, knowledge. */
export async function seedReference(db: Db, clock: Clock): Promise<void> {
  const now = clock.now();
  dutyHours(); // a broken calendar file stops the start before anything is written
  const departments = configJson<Row[]>('departments.json').map((one, position) => ({
    code: one.code,
    name: one.name,
    nameEn: one.nameEn,
    parentCode: one.parentCode ?? null,
    level: one.level,
    kind: one.kind,
    phone: one.phone ?? null,
    duties: one.duties ?? null,
    active: true,
    position,
  }));
  const behaviours = behaviourRows(now);
  const fees = feeRows(now);
  const articles = firstArticles();
  const years = publishedYears();
  const overrides = configJson<{ overrides: Row[] }>('calendar.json').overrides.map((one) => ({
    ...one,
    name: one.name ?? '',
    source: 'override',
  }));
  const days = seedDays(years).map((one) => ({ ...one, source: 'package' }));
  await db.write(async (tx) => {
    await insertRows(tx, 'departments', departments);
    await insertRows(tx, 'categories', categoryRows(configJson<CategoryNode[]>('categories.json'), null));
    await insertRows(tx, 'behaviour_versions', behaviours);
    await insertRows(
      tx,
      'rule_versions',
      RULES.map((kind) => ruleRow(kind, now)),
    );
    await insertRows(
      tx,
      'calendar_days',
      days.filter(({ day }) => !overrides.some((one) => (one as Row).day === day)),
    );
    await insertRows(tx, 'calendar_days', overrides);
    await insertRows(
      tx,
      'calendar_years',
      years.map((year) => ({ year, published: true })),
    );
    await insertRows(tx, 'knowledge_articles', articles);
    await insertRows(
      tx,
      'knowledge_versions',
      articles.map((one) => firstVersion(one, now)),
    );
    await insertRows(
      tx,
      'knowledge_terms',
      articles.flatMap((one) => termRows(one.id, one)),
    );
    await insertRows(tx, 'approved_fees', fees);
    await insertRows(tx, 'matter_cards', cardRows(now));
    await insertRows(tx, 'counters', [{ name: 'fees', value: fees.length }]);
  });
}

/** The demo accounts of `config/accounts.json`, all with the demo password. */
export async function seedDemoAccounts(db: Db, keys: Keys, clock: Clock): Promise<void> {
  const accounts = configJson<Row[]>('accounts.json');
  const hashes = await Promise.all(accounts.map(() => keys.hashPassword(DEMO_PASSWORD)));
  const rows = accounts.map((one, index) => accountRow(one, hashes[index]!, clock.now()));
  await db.write((tx) => insertRows(tx, 'accounts', rows));
}

/** Outside the demo: one administrator with a password of chance, told once. */
export async function seedAdministrator(db: Db, keys: Keys, clock: Clock): Promise<string> {
  const password = randomBytes(12).toString('base64url');
  const row = accountRow(
    { username: 'admin', name: '系统管理员', roles: ['administrator'] },
    await keys.hashPassword(password),
    clock.now(),
  );
  await db.write((tx) => insertRows(tx, 'accounts', [row]));
  return password;
}

const accountRow = (one: Row, passwordHash: string, createdAt: number): Row => ({
  username: one.username,
  name: one.name,
  roles: JSON.stringify(one.roles),
  departmentCode: one.departmentCode ?? null,
  passwordHash,
  active: true,
  duty: one.duty === true,
  createdAt,
});
