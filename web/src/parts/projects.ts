import type { Project } from '../api/types.js';
import { w } from '../words/index.js';
import type { SheetField, SheetValues } from './sheet.js';

/** The form of a project; a new one has its code besides. */
export function projectFields(isNew: boolean, enterprise?: { value: string; label: string }): SheetField[] {
  const { fields, help } = w.value.projects;
  return [
    ...(isNew ? [{ name: 'code', label: fields.code, kind: 'line' as const, required: true, most: 16, help: help.code }] : []),
    { name: 'name', label: fields.name, kind: 'line', required: true, most: 120 },
    { name: 'nameEn', label: fields.nameEn, kind: 'line', required: true, most: 200 },
    { name: 'aliases', label: fields.aliases, kind: 'lines', rows: 2, help: help.aliases },
    { name: 'enterpriseId', label: fields.enterpriseId, kind: 'enterprise', chosen: enterprise },
    { name: 'departmentCode', label: fields.departmentCode, kind: 'department', required: true },
    { name: 'leader', label: fields.leader, kind: 'line', required: true, most: 64 },
    { name: 'stages', label: fields.stages, kind: 'lines', required: true, rows: 5, help: help.stages },
    { name: 'listedOn', label: fields.listedOn, kind: 'day', required: true, half: true },
    { name: 'endsOn', label: fields.endsOn, kind: 'day', half: true },
  ];
}

/** `施工许可，2026-10-31，2026-10-20`: a stage on one line. */
const stageOf = (line: string) => {
  const [name = '', dueOn = '', doneOn] = line.split(/[，,]/).map((part) => part.trim());
  return { name, dueOn, ...(doneOn ? { doneOn } : {}) };
};

export const projectBody = (values: SheetValues): SheetValues => ({
  ...values,
  stages: ((values['stages'] as string[] | undefined) ?? []).map(stageOf),
});

/** What the form starts with when a project is changed. */
export const projectStart = ({
  name,
  nameEn,
  aliases,
  enterpriseId,
  departmentCode,
  leader,
  stages,
  listedOn,
  endsOn,
}: Project): SheetValues => ({
  name,
  nameEn,
  aliases: aliases.join('\n'),
  enterpriseId,
  departmentCode,
  leader,
  stages: stages.map((one) => [one.name, one.dueOn, one.doneOn].filter(Boolean).join('，')).join('\n'),
  listedOn,
  endsOn,
});
