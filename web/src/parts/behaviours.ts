import { ref } from 'vue';
import { api } from '../api/client.js';
import type { Behaviour, Measure } from '../api/types.js';
import { locale, w } from '../words/index.js';
import type { SheetField } from './sheet.js';

/** The measures of the catalogue; read once. */
export const measures = ref<Measure[]>([]);
void api.get<Measure[]>('/measures').then(
  (list) => (measures.value = list),
  () => undefined,
);

const named = (one: { name: string; nameEn: string }): string => (locale.value === 'en' ? one.nameEn : one.name);

/** Measures under appraisal, education and penalty. */
export const groupedMeasures = (list: readonly Measure[]): { kind: string; text: string }[] =>
  ['appraisal', 'education', 'penalty']
    .map((kind) => ({
      kind,
      text: list
        .filter((one) => one.kind === kind)
        .map(named)
        .join(w.value.frame.comma),
    }))
    .filter(({ text }) => text);

/** From which day to which. */
export const validText = ({ validFrom, validTo }: Pick<Behaviour, 'validFrom' | 'validTo'>): string =>
  validTo ? w.value.behaviours.span(validFrom, validTo) : w.value.behaviours.from(validFrom);

/** The form of a version; a new entry has its code besides. */
export function behaviourFields(isNew: boolean): SheetField[] {
  const { fields, help, measureKinds } = w.value.behaviours;
  const choices = measures.value.map((one) => ({
    value: one.code,
    label: `${named(one)} · ${measureKinds[one.kind] ?? one.kind}`,
  }));
  return [
    ...(isNew ? [{ name: 'code', label: fields.code, kind: 'line' as const, required: true, most: 16, help: help.code }] : []),
    { name: 'name', label: fields.name, kind: 'line', required: true, most: 128 },
    { name: 'nameEn', label: fields.nameEn, kind: 'line', required: true, most: 200 },
    { name: 'categories', label: fields.categories, kind: 'categories', required: true },
    { name: 'measures', label: fields.measures, kind: 'choices', choices, required: true },
    { name: 'article', label: fields.article, kind: 'line', most: 200 },
    { name: 'range', label: fields.range, kind: 'text', most: 500, rows: 3 },
    { name: 'validFrom', label: fields.validFrom, kind: 'day', required: true, half: true },
    { name: 'validTo', label: fields.validTo, kind: 'day', half: true, help: help.validTo },
  ];
}
