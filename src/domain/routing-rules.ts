import type { Channel, EnterpriseSize } from './vocabulary.js';

/** A row of the dispatch catalogue; every condition given must hold, and one of its entries is enough. Categories are prefixes. */
export interface RoutingRule {
  id: string;
  category?: string[];
  keywords?: string[];
  region?: string[];
  accused?: string[];
  channel?: Channel[];
  size?: EnterpriseSize[];
  /** A department's code, `@accused`, or `@accused-parent` for the one above the accused. */
  lead: string;
  assists?: string[];
  confidence: number;
  note: string;
}

export interface RoutingFacts {
  categoryCode?: string;
  text: string;
  region?: string;
  accusedDepartmentCode?: string;
  channel: Channel;
  size?: EnterpriseSize;
  accusation: boolean;
}

const CONDITIONS = ['category', 'keywords', 'region', 'accused', 'channel', 'size'] as const;
const LEADS_BY_FACT = ['@accused', '@accused-parent'];

/** Text as keywords are compared: one width, lower case. */
export const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** What is wrong with a rule as it stands, whatever the case; nothing when it is sound. Source: domain text, section 5. */
export function problemOf(rule: RoutingRule, known: ReadonlySet<string>, ids: ReadonlySet<string>): string | undefined {
  const given = CONDITIONS.filter((name) => rule[name] !== undefined);
  if (given.length === 0) return 'no-condition';
  for (const name of given) {
    const list: unknown = rule[name];
    if (!Array.isArray(list) || list.length === 0) return `empty-condition:${name}`;
    const bad = list.findIndex((entry) => typeof entry !== 'string' || entry.trim() === '');
    if (bad >= 0) return `not-a-word:${name}[${bad}]`;
  }
  if (ids.has(rule.id)) return 'id-used-twice';
  if (typeof rule.confidence !== 'number' || !(rule.confidence >= 0 && rule.confidence <= 1)) return 'confidence-out-of-range';
  if (rule.assists !== undefined && !Array.isArray(rule.assists)) return 'assists-no-list';
  const unknown = [rule.lead, ...(rule.assists ?? [])].find((code) => !known.has(code) && !LEADS_BY_FACT.includes(code));
  return unknown === undefined ? undefined : `unknown-department:${unknown}`;
}

/** The words that say why a rule matches, or nothing when it does not; `text` is plain. Source: domain text, section 5. */
export function whyMatches(rule: RoutingRule, facts: RoutingFacts, text: string): string[] | undefined {
  const equal = (list: readonly string[], value: string | undefined): string | undefined => list.find((entry) => entry === value);
  const found = {
    category: rule.category?.find((prefix) => facts.categoryCode?.startsWith(prefix)),
    keywords: rule.keywords?.find((word) => text.includes(plain(word))),
    region: rule.region && equal(rule.region, facts.region),
    accused: rule.accused && equal(rule.accused, facts.accusedDepartmentCode),
    channel: rule.channel && equal(rule.channel, facts.channel),
    size: rule.size && equal(rule.size, facts.size),
  };
  if (CONDITIONS.some((name) => rule[name] !== undefined && found[name] === undefined)) return undefined;
  const words = CONDITIONS.filter((name) => found[name] !== undefined);
  return words.map((name) => `${name === 'keywords' ? 'keyword' : name}:${found[name]}`);
}
