import type { RouteLocationRaw } from 'vue-router';
import type { HomeBlock, HomeLine } from '../api/types.js';
import { orderPlace } from '../office/papers.js';
import { w, wordOf } from '../words/index.js';

type Lead = (line: HomeLine, block: HomeBlock) => RouteLocationRaw;
const inList: Lead = (_, { place, filters }) => ({ name: place, query: filters });

/** Where a line of a block leads; what has no page of its own is shown in its list. */
const LEADS: Record<string, Lead> = {
  calls: ({ id }) => ({ name: 'calls', query: { open: id } }),
  orders: ({ id }) => orderPlace(id),
  investigations: ({ id }) => ({ name: 'investigation', params: { number: id } }),
  'typical-cases': ({ id }) => ({ name: 'typical-case', params: { id } }),
  explanations: ({ id }, { place, filters }) => ({ name: place, query: { ...filters, entry: id } }),
  reads: ({ id }, { place, filters }) => ({ name: place, query: { ...filters, username: id } }),
  rules: ({ id }) => ({ name: 'rule', params: { kind: id } }),
  house: ({ id }) => ({ name: HOUSE[id] ?? 'health' }),
};
const HOUSE: Record<string, string> = { 'notices-dead': 'notices', 'deliveries-dead': 'webhooks', 'imports-ready': 'imports' };
export const leadOf = (line: HomeLine, block: HomeBlock): RouteLocationRaw => (LEADS[block.source] ?? inList)(line, block);

/** The word of the trade a line carries, by what it tells of. */
export function kindOf({ kind, count, id }: HomeLine, source: string): string {
  const { vocabulary, office, rules, assessment, investigations, desk, hall, home } = w.value;
  if (source === 'rules') return rules.kinds[kind ?? '']?.name ?? '';
  if (source === 'house') return wordOf(home.house, id);
  if (source === 'reads') return home.habits[kind ?? '']?.(count ?? 0) ?? '';
  const tables: Record<string, Record<string, string>> = {
    orders: vocabulary.mode,
    concerns: office.concerns.kinds,
    cards: vocabulary.colour,
    explanations: office.letters.statuses,
    investigations: { ...investigations.status, ...investigations.waits },
    vetoes: assessment.vetoes.ground,
    calls: { ...desk.status, ...hall.calls.outcomes },
  };
  return wordOf(tables[source] ?? {}, kind);
}
