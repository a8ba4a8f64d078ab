import { categoryName, departmentName, regionName } from '../api/catalogue.js';
import { w, wordOf } from '../words/index.js';
import { FILTERS } from './case-query.js';
import { fullText } from './time.js';

/** Filters whose value says it alone, and those that say it behind their name; the rest of them is a name without a value. */
const ALONE: readonly string[] = FILTERS;
const NAMED: readonly string[] = ['q', 'topic', 'due', 'since', 'region', 'size', 'origin', 'own', 'detected'];
/** What only says how the figure beside it is read. */
const UNSAID: readonly string[] = ['part', 'below'];

const dayOrTime = (value: string): string => (value.length > '2026-11-29'.length ? fullText(value) : value);
const NAMES: Readonly<Record<string, (code: string) => string>> = {
  categoryCode: categoryName,
  departmentCode: departmentName,
  region: (code) => (code === 'none' ? w.value.cases.values.none : regionName(code)),
  due: dayOrTime,
  since: dayOrTime,
};

function valueText(key: string, value: string): string {
  const { figures, vocabulary } = w.value;
  const { none, smaller, larger, open, again } = w.value.cases.values;
  const tables: Record<string, Record<string, string>> = {
    ...vocabulary,
    size: { ...vocabulary.size, smaller, larger, none },
    origin: { ...vocabulary.origin, none },
    own: { ...vocabulary.assignment, open, again },
    detected: figures.detectionKinds,
  };
  return NAMES[key]?.(value) ?? wordOf(tables[key] ?? {}, value);
}

/** A filter of the case list as it is said, by a chip and about a file; empty where it says nothing by itself. */
export function filterText(key: string, value: string): string {
  if (UNSAID.includes(key)) return '';
  if (key === 'from' || key === 'to') return `${w.value.cases[key]} ${dayOrTime(value)}`;
  if (ALONE.includes(key)) return valueText(key, value);
  const label = wordOf(w.value.cases.filters, key);
  return NAMED.includes(key) ? `${label} “${valueText(key, value)}”` : label;
}
