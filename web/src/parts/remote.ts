import type { EnterpriseView, Project } from '../api/types.js';
import { locale } from '../words/index.js';

/** How enterprises and projects stand in a list to choose from. */
export const enterpriseLine = (one: EnterpriseView) => ({ value: one.id, label: one.name, note: one.uscc });
export const projectLine = (one: Project) => ({
  value: one.code,
  label: locale.value === 'en' ? one.nameEn : one.name,
  note: one.departmentName,
});
