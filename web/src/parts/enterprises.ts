import { departmentName } from '../api/catalogue.js';
import type { Officer } from '../api/types.js';
import { choicesIn, w } from '../words/index.js';
import type { SheetField } from './sheet.js';

/** The form of an enterprise; when it is changed, particulars that stay empty stay as they are. */
export function enterpriseFields(officers: readonly Officer[], isChange = false): SheetField[] {
  const { fields, help } = w.value.enterprises;
  const keep = isChange ? { help: help.keep } : {};
  return [
    { name: 'name', label: fields.name, kind: 'line', required: true, most: 120 },
    { name: 'uscc', label: fields.uscc, kind: 'line', required: true, most: 18 },
    { name: 'size', label: fields.size, kind: 'choice', choices: choicesIn(w.value.vocabulary.size), required: true, half: true },
    { name: 'origin', label: fields.origin, kind: 'choice', choices: choicesIn(w.value.vocabulary.origin), required: true, half: true },
    { name: 'isKey', label: fields.isKey, kind: 'switch' },
    { name: 'departmentCode', label: fields.departmentCode, kind: 'department' },
    {
      name: 'officer',
      label: fields.officer,
      kind: 'choice',
      choices: officers.map(({ username, name, departmentCode }) => ({
        value: username,
        label: `${name} · ${departmentName(departmentCode)}`,
      })),
      help: help.officer,
      when: (values) => Boolean(values['departmentCode']),
    },
    { name: 'contactName', label: fields.contactName, kind: 'line', most: 60, half: true, ...keep },
    { name: 'contactPhone', label: fields.contactPhone, kind: 'line', most: 30, half: true, ...keep },
    { name: 'address', label: fields.address, kind: 'line', most: 200, ...keep },
  ];
}
