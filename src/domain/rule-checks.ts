import { nodesOf } from './category-settings.js';
import { type Conditions, type LimitRule } from './limit-settings.js';
import { cardFaults, officeFaults } from './office-checks.js';
import { outlivingIdentity, type RetentionSettings } from './retention.js';
import { problemOf, type RoutingRule } from './routing-rules.js';
import { readRules } from './rule-documents.js';
import { fault, type RuleFault } from './rule-faults.js';
import type { RuleKind } from './rule-proposals.js';
import { noticeFaults, trackingFaults } from './text-checks.js';
import { CHANNELS, ENTERPRISE_SIZES, type LimitUnit } from './vocabulary.js';

/** What the city has: rules may name nothing else. */
export interface Known {
  departments: ReadonlySet<string>;
  categories: ReadonlySet<string>;
  measures: ReadonlySet<string>;
  /** Facts as texts fill them in, each of the usual length. */
  samples: Readonly<Record<string, string>>;
}

/**
 * Everything wrong with rules of a kind: first their shape, then what they name and whether they can ever apply. A broken rule is shown to
 * its owner, never skipped. Source: domain text, section 5.
 */
export function faultsIn(kind: RuleKind, content: unknown, known: Known): RuleFault[] {
  try {
    readRules(kind, content);
  } catch (error) {
    const [, path = '', wanted = ''] = /^([^:]*): wanted (.*), got /s.exec((error as Error).message) ?? [];
    return [fault(path, 'malformed', { wanted: wanted || (error as Error).message })];
  }
  const settings = content as never;
  if (kind === 'limits') return limitFaults(settings, known);
  if (kind === 'routing') return routingFaults(settings, known);
  if (kind === 'categories') return categoryFaults(settings, known);
  if (kind === 'groups') return groupFaults(settings, known);
  if (kind === 'retention') return retentionFaults(settings);
  if (kind === 'notices') return noticeFaults(settings, known.samples);
  if (kind === 'messages') return trackingFaults(settings);
  if (kind === 'cards') return cardFaults(settings);
  if (kind === 'supervision') return officeFaults(settings);
  return kind === 'scoring' ? measureFaults(settings, known) : [];
}

const beginsSome = (prefix: string, codes: ReadonlySet<string>): boolean => [...codes].some((code) => code.startsWith(prefix));

/** The least of the calendar that a unit takes, for caps are in its days: what is told to be over one is so whatever the calendar says. */
const CALENDAR_DAYS: Partial<Record<LimitUnit, number>> = { 'calendar-days': 1, 'working-days': 1, hours: 1 / 24 };

function limitFaults(settings: { rules: LimitRule[]; extension: { capCalendarDays: number } }, { categories }: Known): RuleFault[] {
  return settings.rules.flatMap((rule, index) => {
    const path = `rules[${index}]`;
    const unknown = (rule.when.category ?? []).filter((prefix) => !beginsSome(prefix, categories));
    const earlier = settings.rules.findIndex((one) => one.limit === rule.limit && covers(one.when, rule.when));
    const cap = rule.cap ?? settings.extension.capCalendarDays;
    const days = rule.amount * (CALENDAR_DAYS[rule.unit] ?? 0);
    return [
      ...unknown.map((code) => fault(`${path}.when.category`, 'unknown-category', { code })),
      ...(earlier < index ? [fault(path, 'unreachable', { row: earlier + 1 }, 'warning')] : []),
      ...(rule.limit === 'answer' && days > cap ? [fault(`${path}.amount`, 'over-cap', { cap })] : []),
    ];
  });
}

/** Whether every matter the second conditions hold for is one the first hold for, too. */
function covers(first: Conditions, second: Conditions): boolean {
  return Object.entries(first).every(([name, wanted]) => {
    const given = second[name as keyof Conditions];
    if (given === undefined) return false;
    if (!Array.isArray(wanted)) return given === wanted;
    const list = wanted as string[];
    return (given as string[]).every((one) => (name === 'category' ? list.some((prefix) => one.startsWith(prefix)) : list.includes(one)));
  });
}

function routingFaults({ rules }: { rules: RoutingRule[] }, { departments, categories }: Known): RuleFault[] {
  const ids = new Set<string>();
  return rules.flatMap((rule, index) => {
    const path = `rules[${index}]`;
    const problem = problemOf(rule, departments, ids);
    ids.add(rule.id);
    if (problem) {
      const [code = problem, about = ''] = problem.split(':');
      return [fault(path, code, { id: rule.id, about })];
    }
    const unknown = (rule.category ?? []).filter((prefix) => !beginsSome(prefix, categories));
    const strange = (rule.channel ?? [])
      .filter((one) => !CHANNELS.includes(one))
      .concat((rule.size ?? []).filter((one) => !ENTERPRISE_SIZES.includes(one)) as never[]);
    return [
      ...unknown.map((code) => fault(`${path}.category`, 'unknown-category', { code, id: rule.id })),
      ...strange.map((code) => fault(path, 'unknown-word', { code, id: rule.id })),
    ];
  });
}

/** A category cases may carry is retired and never taken away; one that nothing may be filed under any more is told of. */
function categoryFaults(settings: { groups: never[] }, { categories }: Known): RuleFault[] {
  const kept = new Set(nodesOf(settings).map(({ code }) => code));
  return [...categories].filter((code) => !kept.has(code)).map((code) => fault('groups', 'category-gone', { code }));
}

function groupFaults({ groups }: { groups: { departments: string[] }[] }, { departments }: Known): RuleFault[] {
  return groups.flatMap((group, index) =>
    group.departments
      .filter((code) => !departments.has(code))
      .map((code) => fault(`groups[${index}].departments`, 'unknown-department', { code })),
  );
}

const retentionFaults = (settings: RetentionSettings): RuleFault[] =>
  outlivingIdentity(settings).map((what) => fault(`days.${what}`, 'outlives-identity', { days: settings.days.identities }, 'warning'));

function measureFaults({ measures }: { measures: Record<string, string[]> }, known: Known): RuleFault[] {
  return Object.entries(measures).flatMap(([weight, codes]) =>
    codes.filter((code) => !known.measures.has(code)).map((code) => fault(`measures.${weight}`, 'unknown-measure', { code })),
  );
}
