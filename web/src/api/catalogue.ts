import { computed, type Ref, ref } from 'vue';
import { onBack } from '../connection.js';
import { locale } from '../words/index.js';
import { api } from './client.js';
import type { Category, Department, Meta } from './types.js';

/** Lists that change rarely: read once, kept for the session. */
export const categories = ref<Category[]>([]);
export const departments = ref<Department[]>([]);
export const meta = ref<Meta | null>(null);

const offset = ref(0);
const tick = ref(Date.now());
setInterval(() => {
  tick.value = Date.now();
  askAgain();
}, 20_000);

/** The server's clock in epoch milliseconds, told anew every 20 seconds. */
export const now = computed(() => tick.value + offset.value);

/** The server's clock to the second, for countdowns. */
export const serverNow = (): number => Date.now() + offset.value;

export const loadMeta = async (): Promise<void> => {
  meta.value = await api.get<Meta>('/meta');
  tick.value = Date.now();
  offset.value = Date.parse(meta.value.now) - tick.value;
};

/** A list that did not come: what was there stays, and it is asked for again. */
let isLacking = false;
const askAgain = (): void => void (isLacking && loadCatalogue());
onBack(askAgain);

/** Never throws: pages get by with codes until the names come. */
export const loadCatalogue = async (): Promise<void> => {
  isLacking = false;
  const read = async <T>(list: Ref<T>, path: string): Promise<void> => {
    await api.get<T>(path).then(
      (answer) => (list.value = answer),
      () => (isLacking = true),
    );
  };
  await Promise.all([read(categories, '/public/categories'), read(departments, '/public/departments')]);
};

const named = (thing: { name: string; nameEn?: string }): string => (locale.value === 'en' && thing.nameEn ? thing.nameEn : thing.name);

export interface Choice {
  value: string;
  label: string;
  depth?: number;
}

const flatten = (tree: Category[], depth = 0): (Choice & { sealed: boolean; retired: boolean })[] =>
  tree.flatMap((node) => [
    { value: node.code, label: named(node), depth, sealed: Boolean(node.sealed), retired: Boolean(node.retired) },
    ...flatten(node.children ?? [], depth + 1),
  ]);

/** Every category with its name; what is offered leaves out those that are retired. */
const allCategories = computed(() => flatten(categories.value));
export const categoryChoices = computed(() => allCategories.value.filter(({ retired }) => !retired));
export const regionChoices = computed<Choice[]>(() => (meta.value?.regions ?? []).map((one) => ({ value: one.code, label: one.name })));
export const departmentChoices = computed<Choice[]>(() => departments.value.map((one) => ({ value: one.code, label: named(one) })));

const names = computed(() => ({
  category: new Map(allCategories.value.map(({ value, label }) => [value, label])),
  department: new Map(departmentChoices.value.map(({ value, label }) => [value, label])),
}));

export const regionName = (code?: string): string => regionChoices.value.find(({ value }) => value === code)?.label ?? code ?? '';

/** The line as the city calls it, in the reader's language. */
export const lineName = computed(() => {
  const one = meta.value;
  if (locale.value === 'en') return [one?.cityEn, one?.nameEn].filter(Boolean).join(' ');
  return `${one?.city ?? ''}${one?.name ?? ''}`;
});

export const categoryName = (code?: string, fallback = ''): string => (code && names.value.category.get(code)) || fallback || code || '';
/** How a department's office is reached: its telephone and when it is open. */
export const departmentReach = (code: string): string => {
  const { phone, hours } = departments.value.find((one) => one.code === code) ?? {};
  return [phone, hours].filter(Boolean).join(' · ');
};
export const departmentName = (code?: string, fallback = ''): string =>
  (code && names.value.department.get(code)) || fallback || code || '';
