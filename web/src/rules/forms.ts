import { categoryChoices, type Choice, departmentChoices, regionChoices } from '../api/catalogue.js';
import type { SheetField, SheetValues } from '../parts/sheet.js';
import { choicesIn, w } from '../words/index.js';
import type { CategoryRow, GroupRow, LimitRow, RoutingRow } from './content.js';

/** The forms of single rules: what they ask, how a rule fills them, what they make of the answers. */

const listOf = (value: unknown): string[] | undefined => (Array.isArray(value) && value.length > 0 ? (value as string[]) : undefined);
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const lean = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== '')) as T;
const yesNo = (): Choice[] => choicesIn(w.value.vocabulary.yesNo);
const flagOf = (value: unknown): boolean | undefined => (value === 'yes' ? true : value === 'no' ? false : undefined);
const answerOf = (flag: boolean | undefined): string => (flag === undefined ? '' : flag ? 'yes' : 'no');

export const limitFields = (): SheetField[] => {
  const words = w.value.rules.limits.fields;
  return [
    { name: 'limit', label: words.limit, kind: 'choice', choices: choicesIn(w.value.vocabulary.limit), required: true },
    { name: 'amount', label: words.amount, kind: 'number', required: true, half: true, help: words.amountHelp },
    { name: 'unit', label: words.unit, kind: 'choice', choices: choicesIn(w.value.rules.limits.units), required: true, half: true },
    { name: 'cap', label: words.cap, kind: 'number', help: words.capHelp },
    {
      name: 'kind',
      label: w.value.register.fields['kind']!,
      kind: 'choices',
      choices: choicesIn(w.value.vocabulary.kind),
      help: words.any,
    },
    { name: 'urgency', label: w.value.register.fields['urgency']!, kind: 'choices', choices: choicesIn(w.value.vocabulary.urgency) },
    { name: 'channel', label: w.value.register.fields['channel']!, kind: 'choices', choices: choicesIn(w.value.vocabulary.channel) },
    { name: 'category', label: w.value.register.fields['categoryCode']!, kind: 'choices', choices: categoryChoices.value },
    { name: 'complex', label: words.complex, kind: 'choice', choices: yesNo(), half: true },
    { name: 'project', label: words.project, kind: 'choice', choices: yesNo(), half: true },
    { name: 'departments', label: words.departments, kind: 'choice', choices: choicesIn(w.value.rules.limits.departments) },
  ];
};
export const limitStart = ({ limit, when, amount, unit, cap }: LimitRow): SheetValues => ({
  limit,
  amount,
  unit,
  cap,
  ...when,
  complex: answerOf(when.complex),
  project: answerOf(when.project),
});
export function limitOf(given: SheetValues): LimitRow {
  const when = lean({
    kind: listOf(given['kind']),
    urgency: listOf(given['urgency']),
    channel: listOf(given['channel']),
    category: listOf(given['category']),
    complex: flagOf(given['complex']),
    project: flagOf(given['project']),
    departments: textOf(given['departments']) || undefined,
  });
  const cap = Number(given['cap']) > 0 ? Number(given['cap']) : undefined;
  return lean({ limit: textOf(given['limit']), when, amount: Number(given['amount'] ?? 0), unit: textOf(given['unit']), cap }) as LimitRow;
}

export const routingFields = (): SheetField[] => {
  const words = w.value.rules.routing;
  const leads = [...choicesIn(words.leads), ...departmentChoices.value];
  return [
    {
      name: 'category',
      label: w.value.register.fields['categoryCode']!,
      kind: 'choices',
      choices: categoryChoices.value,
      help: words.fields.any,
    },
    { name: 'keywords', label: words.fields.keywords, kind: 'lines', help: words.fields.keywordsHelp },
    { name: 'region', label: w.value.register.fields['region']!, kind: 'choices', choices: regionChoices.value },
    { name: 'accused', label: w.value.register.fields['accusedDepartmentCode']!, kind: 'choices', choices: departmentChoices.value },
    { name: 'channel', label: w.value.register.fields['channel']!, kind: 'choices', choices: choicesIn(w.value.vocabulary.channel) },
    { name: 'size', label: w.value.register.fields['size']!, kind: 'choices', choices: choicesIn(w.value.vocabulary.size) },
    { name: 'lead', label: words.fields.lead, kind: 'choice', choices: leads, required: true },
    { name: 'assists', label: words.fields.assists, kind: 'choices', choices: leads },
    { name: 'confidence', label: words.fields.confidence, kind: 'number', required: true, help: words.fields.confidenceHelp },
    { name: 'note', label: words.fields.note, kind: 'text', rows: 2, most: 200, required: true },
  ];
};
export const routingStart = (row: RoutingRow): SheetValues => ({
  ...row,
  keywords: (row.keywords ?? []).join('\n'),
  confidence: Math.round(row.confidence * 100),
});
export const routingOf = (given: SheetValues, id: string): RoutingRow =>
  lean({
    id,
    category: listOf(given['category']),
    keywords: listOf(given['keywords']),
    region: listOf(given['region']),
    accused: listOf(given['accused']),
    channel: listOf(given['channel']),
    size: listOf(given['size']),
    lead: textOf(given['lead']),
    assists: listOf(given['assists']),
    confidence: Math.min(100, Math.max(0, Number(given['confidence'] ?? 0))) / 100,
    note: textOf(given['note']),
  });

/** The next id of a rule: r01, r02 … */
export function nextId(rows: readonly RoutingRow[]): string {
  const used = new Set(rows.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = `r${String(n).padStart(2, '0')}`;
    if (!used.has(id)) return id;
  }
}

export const categoryFields = (isNew: boolean, under?: string): SheetField[] => {
  const words = w.value.rules.categories;
  return [
    ...(isNew
      ? [
          {
            name: 'code',
            label: words.fields.code,
            kind: 'line' as const,
            most: 16,
            required: true,
            help: under ? words.fields.codeHelp(under) : words.fields.groupHelp,
          },
        ]
      : []),
    { name: 'name', label: words.fields.name, kind: 'line', most: 64, required: true },
    { name: 'nameEn', label: words.fields.nameEn, kind: 'line', most: 128, required: true },
    { name: 'help', label: words.fields.help, kind: 'text', rows: 2, most: 400 },
    { name: 'helpEn', label: words.fields.helpEn, kind: 'text', rows: 2, most: 400 },
    { name: 'flags', label: words.fields.flags, kind: 'choices', choices: choicesIn(words.flags) },
  ];
};
export const categoryStart = (row: CategoryRow): SheetValues => ({
  ...row,
  flags: Object.keys(w.value.rules.categories.flags).filter((flag) => row[flag]),
});
export const categoryOf = (given: SheetValues, old?: CategoryRow): CategoryRow => {
  const flags = listOf(given['flags']) ?? [];
  return lean({
    code: old?.code ?? textOf(given['code']),
    name: textOf(given['name']),
    nameEn: textOf(given['nameEn']),
    help: textOf(given['help']),
    helpEn: textOf(given['helpEn']),
    ...Object.fromEntries(Object.keys(w.value.rules.categories.flags).map((flag) => [flag, flags.includes(flag) || undefined])),
    retired: old?.retired,
    children: old?.children,
  });
};

export const groupFields = (isNew: boolean): SheetField[] => {
  const words = w.value.rules.groups;
  return [
    ...(isNew ? [{ name: 'code', label: words.code, kind: 'line' as const, most: 32, required: true }] : []),
    { name: 'name', label: words.name, kind: 'line', most: 64, required: true },
    { name: 'nameEn', label: words.nameEn, kind: 'line', most: 128, required: true },
    { name: 'departments', label: words.departments, kind: 'choices', choices: departmentChoices.value, required: true },
  ];
};
export const groupOf = (given: SheetValues, old?: GroupRow): GroupRow => ({
  code: old?.code ?? textOf(given['code']),
  name: textOf(given['name']),
  nameEn: textOf(given['nameEn']),
  departments: listOf(given['departments']) ?? [],
});
