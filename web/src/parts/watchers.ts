import { choicesIn, w } from '../words/index.js';
import type { SheetField } from './sheet.js';

export function supervisorFields(): SheetField[] {
  const { fields, kinds } = w.value.watchers;
  return [
    { name: 'kind', label: fields.kind, kind: 'choice', choices: choicesIn(kinds), required: true },
    { name: 'name', label: fields.name, kind: 'line', required: true, most: 60, half: true },
    { name: 'phone', label: fields.phone, kind: 'line', most: 30, half: true },
    { name: 'organisation', label: fields.organisation, kind: 'line', most: 120 },
    { name: 'termFrom', label: fields.termFrom, kind: 'day', required: true, half: true },
    { name: 'termTo', label: fields.termTo, kind: 'day', half: true },
  ];
}

export function pointFields(): SheetField[] {
  const { fields, pointKinds } = w.value.watchers;
  return [
    { name: 'kind', label: fields.kind, kind: 'choice', choices: choicesIn(pointKinds), required: true },
    { name: 'name', label: fields.pointName, kind: 'line', required: true, most: 120 },
    { name: 'departmentCode', label: fields.departmentCode, kind: 'department', when: (values) => values['kind'] === 'window' },
    { name: 'contactName', label: fields.contactName, kind: 'line', most: 60, half: true },
    { name: 'contactPhone', label: fields.contactPhone, kind: 'line', most: 30, half: true },
    { name: 'since', label: fields.since, kind: 'month', required: true },
  ];
}
