import { ref } from 'vue';
import { reader } from '../api/session.js';
import { memory } from '../memory.js';

const MOST = 8;
const key = (): string => `recent-cases:${reader.value?.username ?? ''}`;

/** Numbers of the cases this reader opened last on this machine, the latest first; what stands in them is asked of the server anew. */
export const recent = ref<string[]>([]);

export const readRecent = (): void => {
  const kept: unknown = JSON.parse(memory.get(key()) ?? '[]');
  recent.value = Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string' && /^\d{14}$/.test(one)) : [];
};

export const noteRecent = (caseNumber: string): void => {
  readRecent();
  recent.value = [caseNumber, ...recent.value.filter((one) => one !== caseNumber)].slice(0, MOST);
  memory.set(key(), JSON.stringify(recent.value));
};
