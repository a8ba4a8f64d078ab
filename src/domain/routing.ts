import { plain, problemOf, whyMatches, type RoutingFacts, type RoutingRule } from './routing-rules.js';

export type { RoutingFacts, RoutingRule } from './routing-rules.js';

export interface Department {
  code: string;
  parentCode?: string;
  level: 'city' | 'county' | 'zone';
  active: boolean;
}

/** A similar earlier case: who led it, how alike it is (0 to 1), and whether that department gave it back. */
export interface Precedent {
  lead: string;
  score: number;
  caseNumber: string;
  returned: boolean;
}

export interface Suggestion {
  lead: string;
  assists: string[];
  confidence: number;
  source: 'rule' | 'history' | 'accused';
  rule?: string;
  /** Machine words, `rule:r12 category:04 keyword:罚款`. */
  reason: string;
  facts: Record<string, unknown>;
}

export interface Routing {
  suggestions: Suggestion[];
  conflicts: { departmentCode: string; reason: 'accused' | 'below-accused' }[];
  broken: { id: string; problem: string }[];
  auto?: Suggestion;
}

function conflictOf(code: string, accused: string, departments: readonly Department[]): 'accused' | 'below-accused' | undefined {
  if (code === accused) return 'accused';
  const seen = new Set<string>();
  for (let above: string | undefined = code; above !== undefined && !seen.has(above);) {
    seen.add(above);
    const here: Department | undefined = departments.find((one) => one.code === above);
    if (here?.parentCode === accused) return 'below-accused';
    above = here?.parentCode;
  }
  return undefined;
}

/** Whether a department may take part: an accusation never goes to the accused or anything below it. Source: domain text, section 5. */
export const mayHandle = (
  departmentCode: string,
  accused: string | undefined,
  accusation: boolean,
  departments: readonly Department[],
): boolean => !accusation || accused === undefined || conflictOf(departmentCode, accused, departments) === undefined;

/** How far earlier cases bear a department out: 1 when none came back, less with each that did. */
function standing(lead: string, history: readonly Precedent[]): number {
  const sum = (returned: boolean): number =>
    history.reduce((total, one) => (one.lead === lead && one.returned === returned ? total + one.score : total), 0);
  return (1 + sum(false)) / (1 + sum(false) + sum(true));
}

const rounded = (share: number): number => Math.round(share * 1000) / 1000;

/** Everything the steps of one routing share. */
interface Desk {
  facts: RoutingFacts;
  departments: readonly Department[];
  history: readonly Precedent[];
  routing: Routing;
}

/** Whether a department may be suggested; a conflict of interest is written down once. */
function admits({ facts, departments, routing }: Desk, code: string): boolean {
  const { accusedDepartmentCode: accused, accusation } = facts;
  if (!departments.some((one) => one.code === code && one.active)) return false;
  if (!accusation || accused === undefined) return true;
  const reason = conflictOf(code, accused, departments);
  if (reason && !routing.conflicts.some((one) => one.departmentCode === code)) routing.conflicts.push({ departmentCode: code, reason });
  return reason === undefined;
}

function resolved({ facts, departments }: Desk, code: string): string | undefined {
  if (code === '@accused') return facts.accusedDepartmentCode;
  if (code === '@accused-parent') return departments.find((one) => one.code === facts.accusedDepartmentCode)?.parentCode;
  return code;
}

/** One suggestion for each lead the sound rules name, in the order of the rules. */
function byRules(desk: Desk, rules: readonly RoutingRule[]): Suggestion[] {
  const known = new Set(desk.departments.filter(({ active }) => active).map(({ code }) => code));
  const [ids, text, leads] = [new Set<string>(), plain(desk.facts.text), new Map<string, Suggestion>()];
  for (const rule of rules) {
    const problem = problemOf(rule, known, ids);
    ids.add(rule.id);
    const why = problem ? undefined : whyMatches(rule, desk.facts, text);
    const lead = why && resolved(desk, rule.lead);
    if (problem) desk.routing.broken.push({ id: rule.id, problem });
    else if (why && lead === undefined && desk.facts.accusedDepartmentCode)
      desk.routing.broken.push({ id: rule.id, problem: 'nobody-above-accused' });
    if (!why || lead === undefined || !admits(desk, lead)) continue;
    const assists = (rule.assists ?? [])
      .flatMap((code) => resolved(desk, code) ?? [])
      .filter((code) => code !== lead && admits(desk, code));
    const facts = { matched: why, note: rule.note, returned: returnedOf(desk, lead) };
    const confidence = rounded(rule.confidence * standing(lead, desk.history));
    const one: Suggestion = {
      lead,
      assists,
      confidence,
      source: 'rule',
      rule: rule.id,
      reason: [`rule:${rule.id}`, ...why].join(' '),
      facts,
    };
    const earlier = leads.get(lead);
    leads.set(lead, earlier ? both(earlier, one) : one);
  }
  return [...leads.values()];
}

const returnedOf = ({ history }: Desk, lead: string): string[] =>
  history.filter((one) => one.lead === lead && one.returned).map(({ caseNumber }) => caseNumber);

/** Two rules of one mind: the first keeps its name, the surer gives the confidence, the assists are those of both. */
const both = (first: Suggestion, second: Suggestion): Suggestion => ({
  ...first,
  assists: [...new Set([...first.assists, ...second.assists])],
  confidence: Math.max(first.confidence, second.confidence),
  reason: `${first.reason} ${second.reason}`,
});

/** Where rules name one department of the city and others below the city, the city's leads and they assist. Source: domain text, section 5. */
function cityLeads(found: Suggestion[], departments: readonly Department[]): Suggestion[] {
  const ofCity = found.filter(({ lead }) => departments.find(({ code }) => code === lead)?.level === 'city');
  const [city] = ofCity;
  if (!city || ofCity.length > 1 || found.length === 1) return found;
  const local = found.filter((one) => one !== city);
  const assists = [...new Set([...city.assists, ...local.flatMap((one) => [one.lead, ...one.assists])])].filter(
    (code) => code !== city.lead,
  );
  const reason = `${city.reason} overlap:${local.map(({ lead }) => lead).join(',')}`;
  return [{ ...city, assists, reason, facts: { ...city.facts, overlap: local.map(({ rule }) => rule) } }];
}

/** Departments that dealt with similar cases and did not give them back, the likeliest first. */
function byHistory(desk: Desk, taken: ReadonlySet<string>): Suggestion[] {
  const total = desk.history.reduce((sum, { score }) => sum + score, 0);
  const leads = new Set(desk.history.filter(({ returned }) => !returned).map(({ lead }) => lead));
  return [...leads]
    .filter((lead) => !taken.has(lead) && admits(desk, lead))
    .map((lead): Suggestion => {
      const kept = desk.history.filter((one) => one.lead === lead && !one.returned);
      const share = kept.reduce((sum, { score }) => sum + score, 0) / (1 + total);
      const cases = kept.map(({ caseNumber }) => caseNumber);
      const reason = ['history', ...cases.slice(0, 3).map((number) => `case:${number}`)].join(' ');
      const facts = { cases, returned: returnedOf(desk, lead) };
      return { lead, assists: [], confidence: rounded(share * standing(lead, desk.history)), source: 'history', reason, facts };
    })
    .sort((a, b) => b.confidence - a.confidence);
}

/** Last resort, never sure enough to go by itself: the accused department, or for an accusation the one above it. */
function byAccused(desk: Desk, taken: ReadonlySet<string>): Suggestion[] {
  const accused = desk.facts.accusedDepartmentCode;
  const lead = resolved(desk, desk.facts.accusation ? '@accused-parent' : '@accused');
  if (!accused || !lead || taken.has(lead) || !admits(desk, lead)) return [];
  const reason = `${desk.facts.accusation ? 'above-accused' : 'accused'}:${accused}`;
  return [{ lead, assists: [], confidence: 0.4, source: 'accused', reason, facts: { accused } }];
}

/**
 * Who should handle a case, with reasons. By itself it goes only where every matching rule is of one mind, sure enough, and no conflict of
 * interest was met or possible. Source: domain text, section 5.
 */
export function route(
  rules: readonly RoutingRule[],
  facts: RoutingFacts,
  departments: readonly Department[],
  history: readonly Precedent[],
  settings: { auto: number },
): Routing {
  const routing: Routing = { suggestions: [], conflicts: [], broken: [] };
  const desk: Desk = { facts, departments, history, routing };
  const ruled = cityLeads(byRules(desk, rules), departments);
  const hindered = routing.conflicts.length > 0 || (facts.accusation && facts.accusedDepartmentCode === undefined);
  routing.suggestions.push(...ruled);
  routing.suggestions.push(...byHistory(desk, new Set(routing.suggestions.map(({ lead }) => lead))));
  routing.suggestions.push(...byAccused(desk, new Set(routing.suggestions.map(({ lead }) => lead))));
  const [only] = ruled;
  if (only && ruled.length === 1 && !hindered && only.confidence >= settings.auto) routing.auto = only;
  return routing;
}
