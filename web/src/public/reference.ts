import { computed, shallowRef } from 'vue';
import { read, type Category, type Department, type Meta } from './api';
import { named } from './look';

/** What the city says of itself: asked for once, and every page works with the fallback when it does not come. */
export const meta = shallowRef<Partial<Meta> & Pick<Meta, 'city' | 'hotline' | 'demo'>>({ city: '', hotline: '12345', demo: false });
export const categories = shallowRef<Category[]>([]);
export const departments = shallowRef<Department[]>([]);

const asked = new Map<string, Promise<void>>();

function once<T>(path: string, take: (answer: T) => void): Promise<void> {
  let asking = asked.get(path);
  if (!asking) {
    asking = read<T>(path)
      .then(take)
      // The form works without its lists; the next page that wants them asks again.
      .catch(() => void asked.delete(path));
    asked.set(path, asking);
  }
  return asking;
}

/** Without what is kept for older cases alone. */
const offered = (tree: Category[]): Category[] =>
  tree.filter(({ retired }) => !retired).map((node) => ({ ...node, children: offered(node.children ?? []) }));

export const loadMeta = () => once<Meta>('/meta', (answer) => (meta.value = { ...meta.value, ...answer }));
export const loadLists = () =>
  Promise.all([
    once<Category[]>('/public/categories', (answer) => (categories.value = offered(answer))),
    once<Department[]>('/public/departments', (answer) => (departments.value = answer)),
  ]);

/** A department by its name in the reader's language; what the answer called it until the list is there. */
export function officeName({ departmentCode, departmentName }: { departmentCode: string; departmentName: string }): string {
  const known = departments.value.find(({ code }) => code === departmentCode);
  return known ? named(known) : departmentName;
}

/** A category with the groups above it, from the root down; empty for an unknown code. */
export function pathTo(code: string, tree: Category[] = categories.value): Category[] {
  for (const node of tree) {
    if (node.code === code) return [node];
    const below = pathTo(code, node.children ?? []);
    if (below.length) return [node, ...below];
  }
  return [];
}

export const isSealed = (code: string): boolean => pathTo(code).some((node) => node.sealed);

/** Areas of the city: as the city lists them, or none, and then the reader writes the area. */
export const regions = computed(() => meta.value.regions ?? []);
