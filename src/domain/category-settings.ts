import { among, type Check, day, fields, flag, matching, refuse, some, whole } from './setting-checks.js';
import type { Day } from './time.js';

/** What the hotline does by itself in a category, and what the public form asks. */
export const CATEGORY_FLAGS = ['accusation', 'sealed', 'complex', 'amount', 'basis', 'receipt'] as const;
export type CategoryFlag = (typeof CATEGORY_FLAGS)[number];

/** A group or a leaf of the two-level tree. A retired one keeps its name for the cases that carry it, and is offered no more. */
export interface CategoryNode extends Partial<Record<CategoryFlag | 'retired', boolean>> {
  code: string;
  name: string;
  nameEn: string;
  help?: string;
  helpEn?: string;
  children?: CategoryNode[];
}
/** The catalogue of categories as one document, in force from a day on. */
export interface CategorySettings {
  version: number;
  validFrom: Day;
  groups: CategoryNode[];
}

const text = (most: number): Check =>
  matching(new RegExp(`^(?=.*\\S)[^\\u0000-\\u001f]{1,${most}}$`, 'u'), `a text of at most ${most} characters`);
const NAMES = { code: matching(/^[\w-]{1,16}$/, 'a code of letters, digits and hyphens'), name: text(64), nameEn: text(128) };
const MAY = { help: text(400), helpEn: text(400), retired: flag, ...Object.fromEntries(CATEGORY_FLAGS.map((name) => [name, flag])) };
const leaf = fields(NAMES, MAY);
const maybe =
  (check: Check): Check =>
  (value, path) =>
    void (Array.isArray(value) && value.length === 0 ? undefined : check(value, path));
const SETTINGS = fields({
  version: whole(1),
  validFrom: day,
  groups: some(fields(NAMES, { ...MAY, children: maybe(some(leaf)) })),
});

/** Every node of the catalogue, groups before their leaves. */
export const nodesOf = ({ groups }: Pick<CategorySettings, 'groups'>): CategoryNode[] =>
  groups.flatMap((group) => [group, ...(group.children ?? [])]);

/** The catalogue from JSON, or an Error that names the first wrong field by its path; a code stands once, and a leaf's begins with its group's. */
export function readCategorySettings(json: unknown): CategorySettings {
  SETTINGS(json, '');
  const settings = json as CategorySettings;
  const seen = new Set<string>();
  settings.groups.forEach((group, i) => {
    const path = `groups[${i}]`;
    once(seen, group.code, `${path}.code`);
    (group.children ?? []).forEach((child, j) => {
      once(seen, child.code, `${path}.children[${j}].code`);
      if (!child.code.startsWith(group.code)) refuse(`${path}.children[${j}].code`, `a code that begins with ${group.code}`, child.code);
    });
    if (group.retired && group.children?.some(({ retired }) => !retired)) refuse(`${path}.retired`, 'a group without open leaves', true);
  });
  among(['open'])(settings.groups.some(({ retired }) => !retired) ? 'open' : 'none', 'groups');
  return settings;
}

function once(seen: Set<string>, code: string, path: string): void {
  if (seen.has(code)) refuse(path, 'a code that stands once', code);
  seen.add(code);
}
