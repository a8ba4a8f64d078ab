import { categoryName, departmentName, regionName } from '../api/catalogue.js';
import type { RuleKind } from '../api/types.js';
import { measureName } from '../assessment/measures.js';
import { lasting, w, wordOf } from '../words/index.js';
import { TEXT_KINDS, textLabel, type TextWords } from './texts.js';
import { type CategoryRow, type Content, type GroupRow, type LimitRow, type RoutingRow, valueAt, WEIGHTS } from './content.js';

/** Rules in words of the trade, and what differs between two versions of them. */

const list = (table: Record<string, string>, codes: readonly string[] = []): string =>
  codes.map((code) => wordOf(table, code)).join(w.value.frame.comma);
const named = (name: (code: string) => string, codes: readonly string[] = []): string => codes.map(name).join(w.value.frame.comma);

/** When a limit applies: "咨询，特急"; for every other matter when nothing is asked. */
export function conditionText({ when }: LimitRow): string {
  const words = w.value.rules.limits;
  const { kind, urgency, channel, category, complex, project, departments } = when;
  const parts = [
    list(w.value.vocabulary.kind, kind),
    list(w.value.vocabulary.urgency, urgency),
    list(w.value.vocabulary.channel, channel),
    named((code) => categoryName(code), category),
    complex === undefined ? '' : complex ? words.complex : words.notComplex,
    project === undefined ? '' : project ? words.project : words.notProject,
    departments === undefined ? '' : wordOf(words.departments, departments),
  ].filter(Boolean);
  return parts.join(w.value.frame.comma) || words.everything;
}
export const amountText = ({ amount, unit, cap }: LimitRow): string => {
  const words = w.value.rules.limits;
  if (amount === 0) return words.none;
  return lasting(unit, amount) + (cap ? words.cap(cap) : '');
};
export const limitText = (row: LimitRow): string => wordOf(w.value.vocabulary.limit, row.limit);

const leadName = (code: string): string => wordOf(w.value.rules.routing.leads, code) || code;
const unitName = (code: string): string => (code.startsWith('@') ? leadName(code) : departmentName(code));

/** What a rule of the dispatch catalogue looks at. */
export function routingConditions(row: RoutingRow): string {
  const parts = [
    named((code) => categoryName(code), row.category),
    row.keywords?.length ? w.value.rules.routing.keywords(row.keywords.join(w.value.frame.comma)) : '',
    named((code) => regionName(code), row.region),
    row.accused?.length ? w.value.rules.routing.accused(named((code) => departmentName(code), row.accused)) : '',
    list(w.value.vocabulary.channel, row.channel),
    list(w.value.vocabulary.size, row.size),
  ].filter(Boolean);
  return parts.join(w.value.rules.routing.and);
}
export const routingGoes = (row: RoutingRow): string => {
  const assists = named(unitName, row.assists);
  return `${unitName(row.lead)}${assists ? w.value.rules.routing.with(assists) : ''}`;
};
export const percent = (share: unknown): string => `${Math.round(Number(share) * 100)}%`;

/** Paths of plain values of a kind, with their labels. */
export const valuePaths = (kind: RuleKind): string[] =>
  Object.keys(kind === 'scoring' ? w.value.assessment.trial.fields : (w.value.ruleValues[kind] ?? {}));
export const valueLabel = (kind: RuleKind, path: string): string =>
  (kind === 'scoring' ? w.value.assessment.trial.fields[path] : w.value.ruleValues[kind]?.[path]) ?? path;

const flagsText = (row: CategoryRow): string =>
  Object.entries(w.value.rules.categories.flags)
    .filter(([flag]) => row[flag])
    .map(([, label]) => label)
    .join(w.value.frame.comma);
const categoryText = (row: CategoryRow): string =>
  [row.name, row.nameEn, flagsText(row), row.help, row.retired ? w.value.rules.categories.retired : '']
    .filter(Boolean)
    .join(w.value.rules.separator);

/** Everything rules of a kind say, each by a key that stays: what it is called and what it says. */
function said(kind: RuleKind, content: Content): Map<string, { label: string; text: string }> {
  const all = new Map<string, { label: string; text: string }>();
  for (const path of valuePaths(kind)) all.set(path, { label: valueLabel(kind, path), text: String(valueAt(content, path) ?? '') });
  if (kind === 'limits')
    for (const row of content['rules'] as LimitRow[])
      all.set(`${row.limit} ${JSON.stringify(row.when)}`, { label: `${limitText(row)} · ${conditionText(row)}`, text: amountText(row) });
  if (kind === 'routing')
    for (const row of content['rules'] as RoutingRow[])
      all.set(row.id, {
        label: routingConditions(row),
        text: `${routingGoes(row)}${w.value.rules.separator}${percent(row.confidence)}${w.value.rules.separator}${row.note}`,
      });
  if (kind === 'categories')
    for (const group of content['groups'] as CategoryRow[])
      for (const row of [group, ...(group.children ?? [])])
        all.set(row.code, { label: `${row.code} ${row.name}`, text: categoryText(row) });
  if (kind === 'scoring')
    for (const weight of WEIGHTS)
      all.set(`measures.${weight}`, {
        label: w.value.rules.measures.weights[weight],
        text: named(measureName, (valueAt(content, `measures.${weight}`) as string[] | undefined) ?? []),
      });
  if (kind === 'groups')
    for (const row of content['groups'] as GroupRow[])
      all.set(row.code, { label: row.name, text: named((code) => departmentName(code), row.departments) });
  for (const { path, field, text } of textsIn(kind, content))
    all.set(`${path}.${field}`, { label: `${textLabel(path)} · ${w.value.texts[field]}`, text });
  return all;
}

/** Every text of a document of texts; none of other rules. */
function* textsIn(kind: RuleKind, content: Content) {
  if (!TEXT_KINDS.includes(kind)) return;
  const fields = kind === 'notices' ? (['subject', 'text'] as const) : (['zh', 'en'] as const);
  for (const [part, texts] of Object.entries(content))
    if (typeof texts === 'object' && texts !== null)
      for (const [name, words] of Object.entries(texts as Record<string, TextWords>))
        for (const field of fields) yield { path: `${part}.${name}`, field, text: words[field] ?? '' };
}

export interface Difference {
  key: string;
  label: string;
  before?: string;
  after?: string;
}
/** What differs, in the order of the new rules, then what is gone; `order` when the same rows stand in another order. */
export function differences(kind: RuleKind, old: Content, fresh: Content): { rows: Difference[]; order: boolean } {
  const [before, after] = [said(kind, old), said(kind, fresh)];
  const rows: Difference[] = [...after].flatMap(([key, { label, text }]) => {
    const was = before.get(key);
    if (was?.text === text) return [];
    return [{ key, label, after: text, ...(was ? { before: was.text } : {}) }];
  });
  for (const [key, { label, text }] of before) if (!after.has(key)) rows.push({ key, label, before: text });
  const common = (keys: Iterable<string>, other: Map<string, unknown>) => [...keys].filter((key) => other.has(key)).join('\n');
  return { rows, order: common(before.keys(), after) !== common(after.keys(), before) };
}
