import { departmentChoices, type Choice } from '../api/catalogue.js';
import type { Investigation, InvestigationChoices } from '../api/types.js';
import type { SheetField, SheetValues } from '../parts/sheet.js';
import { choicesIn, lasting, locale, w, wordOf } from '../words/index.js';

/** The form of an action: its fields, and the body they make. */
export interface InvestigationForm {
  fields: SheetField[];
  body?: (values: SheetValues) => SheetValues;
}

const MOST_MATTERS = 3;
const HANDLINGS = ['talk-or-letter', 'preliminary-verification', 'held'];
export const named = (one: { name: string; nameEn: string }): string => (locale.value === 'en' ? one.nameEn : one.name);

const words = () => w.value.investigations;
const text = (required: boolean, label = words().fields.text): SheetField => ({
  name: 'text',
  label,
  kind: 'text',
  most: 4000,
  rows: 6,
  required,
});
const note = (): SheetField => ({ ...text(false, words().fields.note), rows: 3 });
const choice = (name: string, label: string, choices: Choice[], more: Partial<SheetField> = {}): SheetField => ({
  name,
  label,
  kind: 'choice',
  choices,
  required: true,
  ...more,
});
const persons = (file: Investigation): Choice[] =>
  file.persons.map(({ id, name, departmentName }) => ({ value: id, label: `${name} · ${departmentName}` }));

/** One matter of a conclusion; the second and third show when asked for. */
function matterFields(file: Investigation, n: number): SheetField[] {
  const { fields } = words();
  const label = (one: string) => (n === 0 ? one : fields.numbered(one, n + 1));
  const when = n === 0 ? {} : { when: (values: SheetValues) => values[`more${n}`] === true };
  const more: SheetField = {
    name: `more${n}`,
    label: fields.more,
    kind: 'switch',
    when: (values) => n === 1 || values[`more${n - 1}`] === true,
  };
  return [
    ...(n === 0 ? [] : [more]),
    choice(`department${n}`, label(fields.department), departmentChoices.value, { half: true, ...when }),
    { name: `category${n}`, label: label(fields.category), kind: 'category', required: true, half: true, ...when },
    { name: `from${n}`, label: label(fields.from), kind: 'day', required: true, half: true, ...when },
    { name: `to${n}`, label: label(fields.to), kind: 'day', required: true, half: true, ...when },
    choice(`person${n}`, label(fields.person), persons(file), { required: false, half: true, ...when }),
    { name: `document${n}`, label: label(fields.document), kind: 'line', most: 120, half: true, ...when },
  ];
}

function matterOf(values: SheetValues, n: number): SheetValues[] {
  if (n > 0 && values[`more${n}`] !== true) return [];
  const pairs = {
    departmentCode: 'department',
    categoryCode: 'category',
    from: 'from',
    to: 'to',
    personId: 'person',
    document: 'document',
  };
  return [
    Object.fromEntries(Object.entries(pairs).flatMap(([key, name]) => (values[`${name}${n}`] ? [[key, values[`${name}${n}`]]] : []))),
  ];
}

const proposal = (file: Investigation): InvestigationForm => ({
  fields: [
    choice('conclusion', words().fields.conclusion, choicesIn(words().conclusion)),
    ...Array.from({ length: MOST_MATTERS }, (_, n) => matterFields(file, n)).flat(),
    text(true),
    { name: 'vetoes', label: words().fields.vetoes, kind: 'choices', choices: choicesIn(words().veto) },
  ],
  body: ({ conclusion, text: said, vetoes, ...values }) => ({
    conclusion,
    text: said,
    matters: Array.from({ length: MOST_MATTERS }, (_, n) => matterOf(values, n)).flat(),
    ...(vetoes ? { vetoes } : {}),
  }),
});

function measureForm(file: Investigation, { measures }: InvestigationChoices): InvestigationForm {
  const { fields, family, imposer } = words();
  const matters = (file.proposal?.matters ?? []).map((one, index) => ({
    value: String(index),
    label: `${one.departmentName} · ${one.categoryName} · ${one.from}–${one.to}`,
  }));
  const offered = measures.map((one) => ({
    value: one.code,
    label: `${named(one)} · ${wordOf(family, one.family)}${one.months ? ` · ${lasting('months', one.months)}` : ''}`,
  }));
  return {
    fields: [
      choice('personId', fields.person, persons(file)),
      choice('measure', fields.measure, offered),
      ...(matters.length > 1 ? [choice('matter', fields.matter, matters, { required: false })] : []),
      choice(
        'behaviourCode',
        fields.behaviour,
        file.legal.map((one) => ({ value: one.code, label: named(one) })),
        { required: false },
      ),
      choice('imposedBy', fields.imposedBy, choicesIn(imposer), { required: false, half: true }),
      note(),
    ],
    body: ({ matter, ...rest }) => ({ ...rest, ...(matter === undefined ? {} : { matter: Number(matter) }) }),
  };
}

/** The form of an action on this file. */
export function formOf(action: string, file: Investigation, choices: InvestigationChoices): InvestigationForm {
  const { fields, kind, rank, scope, stage, way, status } = words();
  const waiting = file.persons.flatMap((person) =>
    person.measures
      .filter(({ carriedOutAt }) => !carriedOutAt)
      .map((measure) => ({ value: measure.id, label: `${person.name} · ${named(measure)}` })),
  );
  const handlings = HANDLINGS.filter((one) => one !== file.status).map((value) => ({ value, label: wordOf(status, value) }));
  const reporters = file.cases.filter(({ reporter }) => reporter).map(({ caseNumber }) => ({ value: caseNumber, label: caseNumber }));
  const readers = file.readers.map(({ username, name }) => ({ value: username, label: name }));
  const others = choices.inspectors.filter(({ username }) => !file.readers.some((one) => one.username === username));
  const forms: Record<string, () => InvestigationForm> = {
    register: () => ({ fields: [{ name: 'categoryCode', label: fields.category, kind: 'category' }, note()] }),
    assess: () => ({ fields: [choice('handling', fields.handling, handlings), text(true, fields.opinion)] }),
    'log-step': () => ({ fields: [choice('kind', fields.kind, choicesIn(kind)), text(true)] }),
    'link-case': () => ({ fields: [{ name: 'caseNumber', label: fields.caseNumber, kind: 'line', most: 14, required: true }, note()] }),
    'add-person': () => ({
      fields: [
        { name: 'name', label: fields.name, kind: 'line', most: 60, required: true, half: true },
        { name: 'post', label: fields.post, kind: 'line', most: 60, half: true },
        choice('departmentCode', fields.department, departmentChoices.value, { half: true }),
        choice('rank', fields.rank, choicesIn(rank), { half: true }),
      ],
    }),
    'propose-conclusion': () => proposal(file),
    'decide-measure': () => measureForm(file, choices),
    'carry-out': () => ({ fields: [choice('measureId', fields.measure, waiting), note()] }),
    clarify: () => ({ fields: [choice('scope', fields.scope, choicesIn(scope)), text(true)] }),
    notify: () => ({
      fields: [
        choice('caseNumber', fields.caseNumber, reporters),
        choice('stage', fields.stage, choicesIn(stage), { half: true }),
        choice('way', fields.way, choicesIn(way), { half: true }),
        note(),
      ],
    }),
    'name-reader': () => ({
      fields: [
        choice(
          'username',
          fields.username,
          others.map(({ username, name }) => ({ value: username, label: name })),
        ),
      ],
    }),
    'drop-reader': () => ({ fields: [choice('username', fields.username, readers)] }),
  };
  const must = ['file', 'hear', 'decide', 'return-conclusion'].includes(action);
  return forms[action]?.() ?? { fields: [must ? text(true, fields.opinion) : note()] };
}

/** What a new clue is registered with. */
export const openingFields = (): SheetField[] => {
  const { fields, source } = words();
  return [
    choice('source', fields.source, choicesIn(source), { half: true }),
    { name: 'categoryCode', label: fields.category, kind: 'category', half: true },
    { name: 'title', label: fields.title, kind: 'line', most: 120, required: true },
    text(true),
    { name: 'caseNumbers', label: fields.cases, kind: 'lines', rows: 3 },
    { name: 'departmentCodes', label: fields.departments, kind: 'choices', choices: departmentChoices.value },
  ];
};
