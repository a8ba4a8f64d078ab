import type { Fee } from '../api/types.js';
import { choicesIn, locale, w } from '../words/index.js';
import type { SheetField, SheetValues } from './sheet.js';

/** From which day to which. */
export const feeSpan = ({ validFrom, validTo }: Pick<Fee, 'validFrom' | 'validTo'>): string =>
  validTo ? w.value.behaviours.span(validFrom, validTo) : w.value.behaviours.from(validFrom);

/** The words of an entry in the reader's language. */
export const feeWords = (one: { item: string; itemEn: string; payer: string; payerEn: string; standard: string; standardEn: string }) =>
  locale.value === 'en'
    ? { item: one.itemEn, payer: one.payerEn, standard: one.standardEn }
    : { item: one.item, payer: one.payer, standard: one.standard };

/** The form a leader asks for a fee with. */
export function feeFields(): SheetField[] {
  const { fields, help, kinds, ruleKinds } = w.value.fees;
  const charged =
    (...allowed: string[]) =>
    (values: SheetValues): boolean =>
      allowed.includes(String(values['ruleKind']));
  return [
    { name: 'item', label: fields.item, kind: 'line', required: true, most: 128 },
    { name: 'itemEn', label: fields.itemEn, kind: 'line', required: true, most: 200 },
    { name: 'kind', label: fields.kind, kind: 'choice', choices: choicesIn(kinds), required: true },
    { name: 'basis', label: fields.basis, kind: 'text', required: true, most: 500, rows: 2 },
    { name: 'payer', label: fields.payer, kind: 'line', required: true, most: 128, half: true },
    { name: 'payerEn', label: fields.payerEn, kind: 'line', required: true, most: 200, half: true },
    { name: 'ruleKind', label: fields.ruleKind, kind: 'choice', choices: choicesIn(ruleKinds), required: true },
    { name: 'yuan', label: fields.yuan, kind: 'yuan', required: true, half: true, when: charged('fixed') },
    { name: 'fromYuan', label: fields.fromYuan, kind: 'yuan', required: true, half: true, when: charged('range') },
    { name: 'toYuan', label: fields.toYuan, kind: 'yuan', required: true, half: true, when: charged('range') },
    {
      name: 'unit',
      label: fields.unit,
      kind: 'line',
      required: true,
      most: 16,
      half: true,
      help: help.unit,
      when: charged('fixed', 'range'),
    },
    { name: 'percent', label: fields.percent, kind: 'yuan', required: true, half: true, when: charged('share') },
    { name: 'of', label: fields.of, kind: 'line', required: true, most: 64, half: true, when: charged('share') },
    { name: 'standard', label: fields.standard, kind: 'line', required: true, most: 200 },
    { name: 'standardEn', label: fields.standardEn, kind: 'line', required: true, most: 300 },
    { name: 'keywords', label: fields.keywords, kind: 'lines', required: true, rows: 3, help: help.keywords },
    { name: 'validFrom', label: fields.validFrom, kind: 'day', required: true, half: true },
    { name: 'validTo', label: fields.validTo, kind: 'day', half: true, help: help.validTo },
    { name: 'replaces', label: fields.replaces, kind: 'line', most: 16 },
    { name: 'why', label: fields.why, kind: 'text', required: true, most: 1000 },
  ];
}

const RULE = ['yuan', 'fromYuan', 'toYuan', 'unit', 'percent', 'of'];

/** The body of the request: the parts of the standard stand together. */
export function feeBody(values: SheetValues): SheetValues {
  const { ruleKind, ...rest } = values;
  const of = (inside: boolean) => Object.fromEntries(Object.entries(rest).filter(([name]) => RULE.includes(name) === inside));
  return { ...of(false), rule: { kind: ruleKind, ...of(true) } };
}

/** How a verdict looks. */
export const verdictClass = (verdict: string): string =>
  ({ listed: 'good', 'over-standard': 'bad', expired: 'bad', unlisted: 'bad' })[verdict] ?? '';
