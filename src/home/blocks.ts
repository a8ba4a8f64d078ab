import { figuresIn } from '../domain/figure-values.js';
import { type Role, ROLES } from '../domain/vocabulary.js';
import type { UnusualFrom } from '../domain/unusual-reads.js';
import { type Check, among, fields, number, some, whole } from '../domain/setting-checks.js';
import { ConfigError } from '../platform/config.js';
import { configJson } from '../platform/settings.js';

/** What a block tells of: work that waits, what is late, what changed since the last look, what was done today, figures. */
export const PARTS = ['waiting', 'late', 'changed', 'today', 'figures'] as const;
export type Part = (typeof PARTS)[number];
export const SOURCES = [
  ...['cases', 'tasks', 'calls', 'orders', 'concerns', 'cards', 'explanations', 'urgings'],
  ...['investigations', 'vetoes', 'typical-cases', 'figures', 'house', 'reads', 'rules'],
] as const;
export type Source = (typeof SOURCES)[number];
type Query = Readonly<Record<string, string | boolean>>;

/**
 * A block of the first page: the list it is the beginning of, by the filters of that list's route, and the page that shows the whole of
 * it. `{today}`, `{since}`, `{department}` and `{me}` stand for the reader's own.
 */
export interface Block {
  part: Part;
  source: Source;
  query: Query;
  place: string;
  /** The console's address of the list; absent where it has the filters of the route. */
  shows?: Query;
}
const cases = (part: Part, query: Query): Block => ({ part, source: 'cases', query: { sort: 'due', ...query }, place: 'cases' });

export const BLOCKS = {
  'to-dispatch': cases('waiting', { status: 'pending_dispatch' }),
  'to-accept': cases('waiting', { status: 'pending_acceptance' }),
  asked: cases('waiting', { asked: true }),
  'to-review': cases('waiting', { status: 'pending_review' }),
  'to-call-back': cases('waiting', { status: 'pending_callback' }),
  'to-sign': cases('waiting', { own: 'pending_sign' }),
  'to-sign-off': cases('waiting', { own: 'pending_sign_off' }),
  'due-today': cases('waiting', { due: '{today}', departmentCode: '{department}' }),
  again: cases('waiting', { own: 'again' }),
  'own-returned': cases('waiting', { mine: true, returned: true, status: 'pending_dispatch' }),
  'own-open': cases('waiting', { desk: true }),
  sealed: cases('waiting', { status: 'sealed', sort: '-received' }),
  'own-late': cases('late', { own: 'open', late: true }),
  'late-desk': cases('late', { desk: true, late: true }),
  late: cases('late', { late: true }),
  'changed-desk': cases('changed', { desk: true, since: '{since}', sort: '-updated' }),
  'changed-mine': cases('changed', { mine: true, since: '{since}', sort: '-updated' }),
  'changed-own': cases('changed', { since: '{since}', sort: '-updated' }),
  'changed-sealed': cases('changed', { status: 'sealed', since: '{since}', sort: '-updated' }),
  tasks: { part: 'waiting', source: 'tasks', query: {}, place: 'tasks' },
  'own-calls': { part: 'today', source: 'calls', query: { agent: '{me}', from: '{today}' }, place: 'calls' },
  concerns: {
    part: 'waiting',
    source: 'concerns',
    query: { state: 'open' },
    place: 'supervision',
    shows: { view: 'concerns', state: 'open' },
  },
  'orders-reported': {
    part: 'waiting',
    source: 'orders',
    query: { reported: true },
    place: 'supervision',
    shows: { view: 'orders', status: 'reported' },
  },
  'orders-due': {
    part: 'late',
    source: 'orders',
    query: { status: 'open' },
    place: 'supervision',
    shows: { view: 'orders', status: 'open' },
  },
  'cards-appealed': {
    part: 'waiting',
    source: 'cards',
    query: { status: 'appealed' },
    place: 'supervision',
    shows: { view: 'cards', status: 'appealed' },
  },
  'explanations-given': {
    ...{ part: 'waiting', source: 'explanations', query: { status: 'given' }, place: 'supervision' },
    shows: { view: 'explanations', tab: 'given' },
  },
  'explanations-owed': {
    ...{ part: 'waiting', source: 'explanations', query: { owed: true }, place: 'duties' },
    shows: { view: 'explanations', tab: 'owed' },
  },
  urgings: { part: 'waiting', source: 'urgings', query: { state: 'sent' }, place: 'duties', shows: { view: 'urgings' } },
  'clues-due': {
    part: 'late',
    source: 'investigations',
    query: { stage: 'open', sort: 'due' },
    place: 'investigations',
    shows: { stage: 'open' },
  },
  conclusions: {
    part: 'waiting',
    source: 'investigations',
    query: { stage: 'waiting', sort: 'due' },
    place: 'investigations',
    shows: { stage: 'waiting' },
  },
  vetoes: {
    part: 'waiting',
    source: 'vetoes',
    query: { status: 'proposed' },
    place: 'assessment',
    shows: { view: 'vetoes', status: 'proposed' },
  },
  'typical-cases': {
    part: 'waiting',
    source: 'typical-cases',
    query: { state: 'proposed' },
    place: 'typical-cases',
    shows: { state: 'proposed' },
  },
  'rules-proposed': { part: 'waiting', source: 'rules', query: {}, place: 'rules' },
  'own-rates': { part: 'figures', source: 'figures', query: {}, place: 'overview' },
  'city-rates': { part: 'figures', source: 'figures', query: {}, place: 'overview' },
  house: { part: 'waiting', source: 'house', query: {}, place: 'settings' },
  'unusual-reads': { part: 'waiting', source: 'reads', query: {}, place: 'audit', shows: { from: '{today}' } },
} as const satisfies Record<string, Block>;
export type BlockName = keyof typeof BLOCKS;

/** `config/home.json`: which role finds which blocks, in this order, and the numbers a city may change. */
export interface HomeSettings {
  /** Lines a block shows of its list. */
  lines: number;
  visitMinutes: number;
  /** From this confidence on a suggestion may be dispatched by one key. */
  dispatchFrom: number;
  unusualReads: UnusualFrom;
  /** Hours of the city between which a read is one at night. */
  night: { from: number; to: number };
  figures: string[];
  roles: Record<Role, BlockName[]>;
}

const block = among(Object.keys(BLOCKS));
const share: Check = number(0, 1);
const hour: Check = number(0, 24);
const check = fields({
  lines: number(1, 20),
  visitMinutes: number(1, 24 * 60),
  dispatchFrom: share,
  unusualReads: fields({ cases: whole(1), unmaskings: whole(1), nights: whole(1) }),
  night: fields({ from: hour, to: hour }),
  figures: some(among(figuresIn('overview', 'city').map(({ key }) => key))),
  roles: fields(Object.fromEntries(ROLES.map((role) => [role, some(block)]))),
});

/** `config/home.json`, checked. Throws ConfigError naming the wrong field. */
export function homeSettings(given: unknown = configJson('home.json')): HomeSettings {
  try {
    check(given, '');
  } catch (error) {
    throw new ConfigError(`config/home.json: ${(error as Error).message}`);
  }
  return given as HomeSettings;
}

/** What stands for the reader's own in a query. */
export interface Own {
  today: string;
  since: string;
  department: string;
  me: string;
}

/** A block's query as its reader asks it. */
export const filled = (query: Query, own: Own): Record<string, string | boolean> =>
  Object.fromEntries(
    Object.entries(query).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replace(/^\{(\w+)\}$/, (_, name: string) => own[name as keyof Own]) : value,
    ]),
  );
