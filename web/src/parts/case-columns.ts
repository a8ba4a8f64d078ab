import { computed, onBeforeUnmount, onMounted, ref } from 'vue';
import { inDepartment } from '../api/session.js';
import { w } from '../words/index.js';
import { useColumns } from './columns.js';

/** Light, number and title say which case it is: they stay. */
const STAYING = 3;
/** The place of the category, which has no room on a smaller screen and is no choice there. */
export const CATEGORY = 4;
const roomy = window.matchMedia('(min-width: 1400px)');

/** The columns of the list of cases, and which of them the reader has put away. */
export function useCaseColumns() {
  const isRoomy = ref(roomy.matches);
  const measure = (): void => void (isRoomy.value = roomy.matches);
  onMounted(() => roomy.addEventListener('change', measure));
  onBeforeUnmount(() => roomy.removeEventListener('change', measure));

  const heads = computed(() => {
    const words = w.value.cases.columns;
    return [
      ...[words.light, words.number, inDepartment.value ? words.summary : words.title, isRoomy.value ? words.category : ''],
      ...[words.department, words.remaining, words.status, words.received],
    ];
  });
  const columns = useColumns(heads, STAYING);
  const hidden = computed(() => columns.away.value.map((place) => `away-${place}`));
  return { heads, hidden, ...columns };
}
