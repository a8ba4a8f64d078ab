import { categoryChoices, type Choice, departmentChoices } from '../api/catalogue.js';
import { choicesIn, w } from '../words/index.js';

/** What a word of the other system may mean in each field. */
export const meaningsOf = (field: string): Choice[] => {
  if (field === 'category') return categoryChoices.value.filter(({ depth }) => (depth ?? 0) > 0);
  if (field === 'department' || field === 'accusedDepartment') return departmentChoices.value;
  const { kind, channel } = w.value.vocabulary;
  return choicesIn(field === 'status' ? w.value.imports.statuses : field === 'kind' ? kind : channel);
};

/** A whole number as people read it. */
export const plainNumber = (n: number | undefined): string => (n ?? 0).toLocaleString('en');

export const sizeText = (bytes: number): string =>
  bytes >= 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

/** Percent done of the present pass; nothing while the length of the file is not known. */
export const percentOf = ({ position, total }: { position: number; total?: number }): number | undefined =>
  total ? Math.min(100, Math.floor((position / total) * 100)) : undefined;
