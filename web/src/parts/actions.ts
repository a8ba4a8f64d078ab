import type { CaseView } from '../api/types.js';

/** One input of an action's form. Codes and names are those of the API; the words stand in `words/…/actions.ts`. */
export interface Field {
  name: string;
  kind:
    'line' | 'text' | 'choice' | 'yes-no' | 'switch' | 'number' | 'day' | 'department' | 'departments' | 'article' | 'checks' | 'project';
  /** The table of words the choices come from. */
  of?: 'rejectReason' | 'ground' | 'finding' | 'solved' | 'satisfied' | 'personal' | 'mode' | 'orderForm' | 'colour';
  /** Which departments are offered; absent: all of them. */
  among?: 'open' | 'return' | 'extension' | 'answered' | 'any' | 'new';
  optional?: true | ((values: Values) => boolean);
  when?: (values: Values) => boolean;
  most?: number;
  rows?: number;
  usual?: (one: CaseView) => unknown;
  /** Warns when a telephone or identity number stands in the text. Source: domain text 6.1. */
  personal?: true;
}

export type Values = Record<string, unknown>;

export interface ActionForm {
  name: string;
  fields: Field[];
  /** Ends the case or cannot be taken back: red, and never the main action. */
  ends?: true;
  /** Needs no form: the button does it. */
  direct?: true;
  beside?: 'routing' | 'repeats';
}

const reason: Field = { name: 'reason', kind: 'text', most: 500, rows: 4 };
const anyReason: Field = { ...reason, optional: true };
const reached = (values: Values): boolean => values['reached'] === true;
const among = (list: NonNullable<Field['among']>): Field => ({ name: 'departmentCode', kind: 'department', among: list });

/** Every action of the console, in the order in which one of them becomes the main button. */
export const ACTIONS: ActionForm[] = [
  { name: 'sign', fields: [], direct: true },
  { name: 'sign-off', fields: [] },
  { name: 'grant-return', fields: [among('return'), reason] },
  { name: 'grant-extension', fields: [among('extension'), anyReason] },
  { name: 'accept', fields: [], direct: true },
  {
    name: 'dispatch',
    beside: 'routing',
    fields: [
      { name: 'lead', kind: 'department' },
      { name: 'assists', kind: 'departments', optional: true },
      { name: 'summary', kind: 'text', most: 1000, rows: 7, personal: true, usual: (one) => one.summary ?? '' },
      { name: 'designated', kind: 'switch', optional: true },
    ],
  },
  {
    name: 'answer',
    fields: [
      { name: 'finding', kind: 'choice', of: 'finding' },
      { name: 'solved', kind: 'choice', of: 'solved' },
      { name: 'unsolvedReason', kind: 'text', most: 500, rows: 3, when: (values) => values['solved'] === 'unsolved' },
      { name: 'publicReply', kind: 'text', most: 2000, rows: 8 },
      { name: 'internalNote', kind: 'text', most: 2000, rows: 4 },
    ],
  },
  { name: 'pass', fields: [] },
  { name: 'close', fields: [] },
  {
    name: 'call-back',
    fields: [
      { name: 'reached', kind: 'yes-no' },
      { name: 'contacted', kind: 'yes-no', when: reached },
      { name: 'solved', kind: 'choice', of: 'solved', when: reached },
      { name: 'satisfiedResult', kind: 'choice', of: 'satisfied', when: reached },
      { name: 'satisfiedProcess', kind: 'choice', of: 'satisfied', when: reached },
      { name: 'words', kind: 'text', most: 500, rows: 3, optional: true },
    ],
  },
  {
    name: 'log-progress',
    fields: [
      { name: 'text', kind: 'text', most: 1000, rows: 5 },
      { name: 'contacted', kind: 'yes-no', optional: true },
    ],
  },
  {
    name: 'urge',
    fields: [
      { ...among('open'), optional: true },
      { name: 'text', kind: 'text', most: 500, rows: 4 },
    ],
  },
  { name: 'decline-sign-off', fields: [reason] },
  { name: 'mark-project', fields: [{ name: 'projectCode', kind: 'project' }] },
  { name: 'send-back', fields: [among('answered'), reason] },
  { name: 're-handle', fields: [reason] },
  { name: 'reopen', fields: [reason] },
  { name: 'resume', fields: [], direct: true },
  { name: 'refuse-return', fields: [among('return'), reason] },
  { name: 'grant-exclusion', fields: [among('any'), reason] },
  { name: 'refuse-exclusion', fields: [among('any'), reason] },
  { name: 'refuse-extension', fields: [among('extension'), anyReason] },
  { name: 'request-extension', fields: [{ name: 'workingDays', kind: 'number', most: 10, usual: () => 5 }, reason] },
  { name: 'request-return', fields: [reason] },
  { name: 'request-exclusion', fields: [reason, { name: 'evidence', kind: 'text', most: 1000, rows: 3, optional: true }] },
  {
    name: 'answer-directly',
    fields: [
      { name: 'knowledgeId', kind: 'article', optional: true },
      { name: 'text', kind: 'text', most: 2000, rows: 8 },
    ],
  },
  { name: 'ask', fields: [{ name: 'text', kind: 'text', most: 500, rows: 4 }] },
  { name: 'unmask', fields: [{ name: 'fields', kind: 'checks', of: 'personal' }, reason] },
  { name: 'add-assignment', fields: [among('new'), reason] },
  {
    name: 'supervise',
    fields: [
      { name: 'mode', kind: 'choice', of: 'mode' },
      { name: 'form', kind: 'choice', of: 'orderForm', optional: true },
      { name: 'task', kind: 'text', most: 500, rows: 4 },
      { name: 'dueAt', kind: 'day' },
    ],
  },
  {
    name: 'card',
    fields: [among('open'), { name: 'colour', kind: 'choice', of: 'colour' }, { name: 'ground', kind: 'text', most: 500, rows: 4 }],
  },
  {
    name: 'explain',
    fields: [
      { ...among('open'), optional: true },
      { name: 'text', kind: 'text', most: 2000, rows: 6 },
    ],
  },
  {
    name: 'suspend',
    fields: [
      { name: 'ground', kind: 'choice', of: 'ground' },
      { name: 'until', kind: 'day', optional: true },
      { name: 'evidence', kind: 'text', most: 1000, rows: 3, optional: true },
    ],
  },
  { name: 'merge', ends: true, beside: 'repeats', fields: [{ name: 'masterCaseNumber', kind: 'line', most: 14 }, anyReason] },
  { name: 'transfer-out', ends: true, fields: [{ name: 'target', kind: 'line', most: 64 }, reason] },
  {
    name: 'reject',
    ends: true,
    fields: [
      { name: 'reasonCode', kind: 'choice', of: 'rejectReason' },
      { name: 'text', kind: 'text', most: 1000, rows: 5 },
      { name: 'channel', kind: 'line', most: 64, optional: true },
    ],
  },
  { name: 'recall-assignment', ends: true, fields: [among('open'), reason] },
  { name: 'withdraw', ends: true, fields: [reason] },
  { name: 'terminate', ends: true, fields: [reason] },
  { name: 'seal', ends: true, fields: [reason] },
];

/** The forms of the actions the server named, main action first. */
export const formsOf = (actions: readonly string[]): ActionForm[] => ACTIONS.filter(({ name }) => actions.includes(name));

/** From this row on an action is done beside the work, never instead of it. */
const FIRST_QUIET = ACTIONS.findIndex(({ name }) => name === 'decline-sign-off');

/** Whether the complainant, spoken to in this round, is not helped or not content: the case wants another round and no closing. */
const isUnhappy = ({ callBacks, round }: CaseView): boolean => {
  const last = callBacks.filter((one) => one.round === round && one.reached).at(-1);
  return last?.solved === 'unsolved' || last?.satisfiedResult === 'dissatisfied';
};

/** The one action a case waits for, if it waits for this reader. */
export function mainOf(forms: readonly ActionForm[], one: CaseView): ActionForm | undefined {
  const again = isUnhappy(one) ? forms.find(({ name }) => name === 're-handle') : undefined;
  return again ?? forms.find((form) => ACTIONS.indexOf(form) < FIRST_QUIET);
}

/** A mobile, landline or identity number by its shape. */
const PERSONAL = /(?<!\d)(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|0\d{2,3}[\s-]?\d{7,8}|\d{17}[\dXx])(?!\d)/;
export const looksPersonal = (text: unknown): boolean => typeof text === 'string' && PERSONAL.test(text);

/** Codes of the departments a field offers; undefined means all of them. */
export function offered(field: Field, one: CaseView): string[] | undefined {
  const fits: Record<NonNullable<Field['among']>, (part: CaseView['assignments'][number]) => boolean> = {
    open: ({ status }) => !['returned', 'recalled', 'accepted'].includes(status),
    return: ({ request }) => request?.kind === 'return',
    extension: ({ request }) => request?.kind === 'extension',
    answered: ({ status }) => status === 'answered',
    any: ({ status }) => status !== 'recalled',
    new: () => false,
  };
  if (!field.among || field.among === 'new') return undefined;
  const codes = one.assignments.filter(fits[field.among]).map(({ departmentCode }) => departmentCode);
  return codes.length ? codes : one.assignments.map(({ departmentCode }) => departmentCode);
}

export const isShown = (field: Field, values: Values): boolean => !field.when || field.when(values);
const isOptional = (field: Field, values: Values): boolean =>
  typeof field.optional === 'function' ? field.optional(values) : field.optional === true;
const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && !value.trim()) || (Array.isArray(value) && !value.length);

/** What still has to be filled in or mended: field → code. */
export function mistakes(form: ActionForm, values: Values): Record<string, string> {
  const found: Record<string, string> = {};
  for (const field of form.fields.filter((one) => isShown(one, values))) {
    const value = values[field.name];
    if (isEmpty(value) && !isOptional(field, values)) found[field.name] = 'required';
    else if (field.personal && looksPersonal(value)) found[field.name] = 'personal';
  }
  return found;
}

/** The body of the request: shown fields that hold something. */
export const bodyOf = (form: ActionForm, values: Values): Values =>
  Object.fromEntries(
    form.fields
      .filter((field) => isShown(field, values) && !isEmpty(values[field.name]))
      .map(({ name, kind }) => [name, kind === 'day' ? `${String(values[name])}T17:30:00+08:00` : values[name]]),
  );

/** What a form starts with: its usual values, and the one department there is to choose. */
export const usualValues = (form: ActionForm, one: CaseView): Values =>
  Object.fromEntries(
    form.fields.flatMap((field): [string, unknown][] => {
      if (field.usual) return [[field.name, field.usual(one)]];
      const only = field.kind === 'department' ? offered(field, one) : undefined;
      if (only?.length === 1 && !field.optional) return [[field.name, only[0]]];
      return field.kind === 'checks' || field.kind === 'departments' ? [[field.name, []]] : [];
    }),
  );
