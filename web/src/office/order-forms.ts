import { departmentName } from '../api/catalogue.js';
import type { Order } from '../api/types.js';
import type { SheetField, SheetValues } from '../parts/sheet.js';
import { choicesIn, w } from '../words/index.js';

/** What a step of an order asks for. */
export function orderFields(action: string, order: Order): SheetField[] {
  const { fields, help, findings } = w.value.office.orders;
  const reason: SheetField = { name: 'reason', label: fields.reason, kind: 'text', required: true, most: 2000 };
  if (action === 'report') return [{ name: 'text', label: fields.report, kind: 'text', required: true, most: 8000, rows: 8 }];
  if (action !== 'conclude') return [reason];
  const isFalse = (values: SheetValues): boolean => values['finding'] === 'false-closing';
  const departments = order.departments.map((one) => ({
    value: one.departmentCode,
    label: departmentName(one.departmentCode, one.departmentName),
  }));
  const cases = order.caseNumbers.map((number) => ({ value: number, label: number }));
  return [
    { name: 'finding', label: fields.finding, kind: 'choice', choices: choicesIn(findings), required: true, help: help.falseCases },
    ...(departments.length > 1
      ? [
          {
            name: 'departmentCode',
            label: fields.departmentCode,
            kind: 'choice',
            choices: departments,
            required: true,
            when: isFalse,
          } as const,
        ]
      : []),
    ...(cases.length > 1
      ? [{ name: 'caseNumbers', label: fields.falseCases, kind: 'choices', choices: cases, required: true, when: isFalse } as const]
      : []),
    { name: 'text', label: fields.text, kind: 'text', required: true, most: 4000, rows: 5 },
  ];
}
