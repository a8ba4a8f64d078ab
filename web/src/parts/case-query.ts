import type { LocationQuery } from 'vue-router';
import { hasRole } from '../api/session.js';
import type { Role } from '../api/types.js';
import { w } from '../words/index.js';

/** The filters a list knows, all of them kept in the address. */
export const FILTERS = ['status', 'kind', 'urgency', 'channel', 'categoryCode', 'departmentCode', 'light'] as const;
export type Filter = (typeof FILTERS)[number];
export type ListQuery = Record<string, string>;

/** Filters that links of the figures bring along; they can only be taken away. */
export const LINKED = [
  'region',
  'size',
  'origin',
  'due',
  'offence',
  'tier',
  'topic',
  'numbers',
  'detected',
  'late',
  'asked',
  'returned',
  'own',
  'since',
] as const;

/** `figure` and `part` come with the link from a figure to the cases behind it. */
const KEPT = [...FILTERS, 'from', 'to', 'q', 'mine', 'desk', 'figure', 'part', 'below', ...LINKED, 'sort', 'page'];

/** What the address says, without what a list does not know. */
export const listQuery = (query: LocationQuery): ListQuery =>
  Object.fromEntries(
    KEPT.flatMap((key): [string, string][] => {
      const value = query[key];
      return typeof value === 'string' && value ? [[key, value]] : [];
    }),
  );

/** The query after a change: another filter starts at the first page. */
export const changed = (query: ListQuery, patch: Record<string, string | undefined>): ListQuery =>
  Object.fromEntries(
    Object.entries<string | undefined>({ ...query, page: undefined, ...patch }).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );

/** What narrows the list, without its page and order. */
export const narrowed = (query: ListQuery): ListQuery =>
  Object.fromEntries(Object.entries(query).filter(([key]) => key !== 'page' && key !== 'sort'));

export const DEFAULT_SORT = 'due';

type Preset = keyof typeof w.value.cases.presets;

const PRESETS: { name: Preset; query: ListQuery; roles?: readonly Role[] }[] = [
  { name: 'desk', query: { desk: 'true' }, roles: ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'inspector'] },
  { name: 'mine', query: { mine: 'true' }, roles: ['operator'] },
  { name: 'accept', query: { status: 'pending_acceptance' }, roles: ['dispatcher'] },
  { name: 'dispatch', query: { status: 'pending_dispatch' }, roles: ['operator', 'dispatcher', 'supervisor'] },
  { name: 'handling', query: { status: 'handling' }, roles: ['handler', 'leader', 'dispatcher', 'supervisor'] },
  { name: 'review', query: { status: 'pending_review' }, roles: ['reviewer'] },
  { name: 'callback', query: { status: 'pending_callback' }, roles: ['reviewer'] },
  { name: 'overdue', query: { light: 'yellow' } },
  { name: 'red', query: { light: 'red' } },
  { name: 'all', query: {} },
];

export const ownPresets = () => PRESETS.filter(({ roles }) => !roles || hasRole(...roles));

const sameFilters = (one: ListQuery, other: ListQuery): boolean => {
  const of = (query: ListQuery) =>
    JSON.stringify(
      Object.entries(query)
        .filter(([key]) => key !== 'sort' && key !== 'page')
        .sort(),
    );
  return of(one) === of(other);
};

export const activePreset = (query: ListQuery): Preset | undefined => ownPresets().find((preset) => sameFilters(preset.query, query))?.name;
