import type { OrganisationUnit } from '../api/types.js';
import { choicesIn, w } from '../words/index.js';
import type { SheetField, SheetValues } from '../parts/sheet.js';

export interface Row {
  unit: OrganisationUnit;
  depth: number;
}

/** Departments below each other, those searched for with everything above them; what is out of service only where asked for. */
export function inTree(all: readonly OrganisationUnit[], q: string, withInactive: boolean): Row[] {
  const word = q.trim().toLowerCase();
  const byCode = new Map(all.map((one) => [one.code, one]));
  const hits = all.filter(
    ({ active, name, nameEn, code }) => (active || withInactive) && (!word || `${name} ${nameEn} ${code}`.toLowerCase().includes(word)),
  );
  const shown = new Set<string>();
  for (const hit of hits)
    for (let one: OrganisationUnit | undefined = hit; one && !shown.has(one.code); one = byCode.get(one.parentCode ?? ''))
      shown.add(one.code);
  const below = (parent: string | undefined, depth: number): Row[] =>
    all
      .filter(({ code, parentCode }) => shown.has(code) && (byCode.has(parentCode ?? '') ? parentCode : undefined) === parent)
      .flatMap((unit) => [{ unit, depth }, ...below(unit.code, depth + 1)]);
  return below(undefined, 0);
}

/** The form of a department; a new one gets its code, too. */
export function unitFields(units: readonly OrganisationUnit[], own?: OrganisationUnit): SheetField[] {
  const { fields, help, levels, kinds } = w.value.organisation;
  const above = units.filter(({ code, active }) => active && code !== own?.code).map(({ code, name }) => ({ value: code, label: name }));
  return [
    ...(own ? [] : [{ name: 'code', label: fields.code, kind: 'line' as const, required: true, most: 32, help: help.code }]),
    { name: 'name', label: fields.name, kind: 'line', required: true, most: 64 },
    { name: 'nameEn', label: fields.nameEn, kind: 'line', required: true, most: 128 },
    { name: 'parentCode', label: fields.parentCode, kind: 'choice', choices: above, help: help.parent },
    { name: 'level', label: fields.level, kind: 'choice', choices: choicesIn(levels), required: true, half: true },
    { name: 'kind', label: fields.kind, kind: 'choice', choices: choicesIn(kinds), required: true, half: true },
    { name: 'phone', label: fields.phone, kind: 'line', most: 32 },
    { name: 'hours', label: fields.hours, kind: 'line', most: 120, help: help.hours },
    { name: 'duties', label: fields.duties, kind: 'text', most: 2_000 },
  ];
}

export const unitStart = ({ name, nameEn, parentCode, level, kind, phone, hours, duties }: OrganisationUnit): SheetValues => ({
  ...{ name, nameEn, parentCode, level, kind, phone, hours, duties },
});
