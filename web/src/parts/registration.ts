import type { Choice } from '../api/catalogue.js';
import { categoryChoices, departmentChoices, regionChoices } from '../api/catalogue.js';
import { choicesIn, w } from '../words/index.js';

/** One input of the registration form; its names are those of the API. */
export interface Entry {
  name: string;
  kind: 'line' | 'text' | 'pills' | 'select' | 'tree' | 'moment' | 'number' | 'yes-no' | 'switch' | 'project';
  required?: true;
  most?: number;
  half?: true;
  /** Stands inside `complainant` in the request; with the name used there. */
  person?: string;
  unless?: 'anonymous';
}

type Part = keyof typeof w.value.register.parts;

export const PARTS: { name: Part; entries: Entry[] }[] = [
  {
    name: 'matter',
    entries: [
      { name: 'channel', kind: 'select', required: true, half: true },
      { name: 'urgency', kind: 'pills', required: true, half: true },
      { name: 'kind', kind: 'pills', required: true },
      { name: 'title', kind: 'line', required: true, most: 120 },
      { name: 'description', kind: 'text', required: true, most: 10_000 },
      { name: 'categoryCode', kind: 'tree' },
      { name: 'accusedDepartmentCode', kind: 'select', half: true },
      { name: 'namedOfficial', kind: 'line', most: 60, half: true },
      { name: 'aboutCommissionHead', kind: 'switch' },
    ],
  },
  {
    name: 'person',
    entries: [
      { name: 'anonymous', kind: 'switch', person: 'anonymous', half: true },
      { name: 'consentToBeNamed', kind: 'switch', half: true, unless: 'anonymous' },
      { name: 'name', kind: 'line', most: 60, half: true, person: 'name', unless: 'anonymous' },
      { name: 'phone', kind: 'line', most: 30, half: true, person: 'phone', unless: 'anonymous' },
      { name: 'email', kind: 'line', most: 200, half: true, person: 'email', unless: 'anonymous' },
      { name: 'idNumber', kind: 'line', most: 20, half: true, person: 'idNumber', unless: 'anonymous' },
      { name: 'homeAddress', kind: 'line', most: 200, person: 'address', unless: 'anonymous' },
    ],
  },
  {
    name: 'where',
    entries: [
      { name: 'occurredAt', kind: 'moment', half: true },
      { name: 'region', kind: 'select', half: true },
      { name: 'address', kind: 'line', most: 200 },
    ],
  },
  {
    name: 'money',
    entries: [
      { name: 'amountInvolved', kind: 'number', half: true },
      { name: 'visits', kind: 'number', half: true },
      { name: 'basisShown', kind: 'yes-no', half: true },
      { name: 'receiptGiven', kind: 'yes-no', half: true },
    ],
  },
  {
    name: 'enterprise',
    entries: [
      { name: 'organisation', kind: 'line', most: 120, half: true, person: 'organisation' },
      { name: 'uscc', kind: 'line', most: 18, half: true, person: 'uscc' },
      { name: 'size', kind: 'select', half: true },
      { name: 'origin', kind: 'pills', half: true },
      { name: 'project', kind: 'switch', half: true },
      { name: 'projectCode', kind: 'project', half: true },
    ],
  },
];

const ENTRIES = PARTS.flatMap(({ entries }) => entries);

export type Draft = Record<string, unknown>;
export const emptyDraft = (): Draft => ({ channel: 'phone', kind: 'complaint', urgency: 'normal' });

export function choicesOf(name: string): Choice[] {
  if (name === 'accusedDepartmentCode') return departmentChoices.value;
  if (name === 'region') return regionChoices.value;
  if (name === 'categoryCode') return categoryChoices.value;
  const tables: Record<string, Record<string, string>> = w.value.vocabulary;
  return choicesIn(tables[name] ?? {});
}

export const isAsked = ({ unless }: Entry, draft: Draft): boolean => !unless || draft[unless] !== true;
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === false || (typeof value === 'string' && !value.trim());

/** Required entries that are still empty: name → code. */
export const missing = (draft: Draft): Record<string, string> =>
  Object.fromEntries(ENTRIES.filter(({ name, required }) => required && isEmpty(draft[name])).map(({ name }) => [name, 'required']));

/** The request from a draft: asked and filled entries only, the person's own apart. */
export function requestOf(draft: Draft): Record<string, unknown> {
  const filled = ENTRIES.filter(
    (entry) => isAsked(entry, draft) && (entry.kind === 'yes-no' ? typeof draft[entry.name] === 'boolean' : !isEmpty(draft[entry.name])),
  );
  const pick = (list: Entry[], key: (entry: Entry) => string) => Object.fromEntries(list.map((entry) => [key(entry), draft[entry.name]]));
  const person = pick(
    filled.filter((entry) => entry.person),
    (entry) => entry.person ?? '',
  );
  return {
    ...pick(
      filled.filter((entry) => !entry.person),
      ({ name }) => name,
    ),
    ...(Object.keys(person).length ? { complainant: person } : {}),
    ...((draft['behaviourCodes'] as string[] | undefined)?.length ? { behaviourCodes: draft['behaviourCodes'] } : {}),
  };
}

/** A field of a refusal under the name the form has for it. */
export const entryOf = (field: string): string => {
  const inner = field.replace(/^complainant\./, '');
  return ENTRIES.find((entry) => (field.startsWith('complainant.') ? entry.person === inner : entry.name === field))?.name ?? field;
};
