import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding, Kind } from '../domain/vocabulary.js';
import { filled } from '../domain/template.js';
import { configJson, ROOT } from '../platform/settings.js';
import type { Random } from './random.js';

type Range = [from: number, to: number];
interface Found {
  finding: Finding;
  text: string;
}

/** A matter as people bring it, with the words of everybody concerned: `config/demo/scenarios-*.json`. */
export interface Scenario {
  id: string;
  category: string;
  kinds: Kind[];
  weight: number;
  departments: string[];
  /** Lists of equal length are read at the same index. */
  aligned?: boolean;
  sealed?: boolean;
  finding?: Record<Finding, number>;
  amount?: Range;
  days?: Range;
  visits?: Range;
  items?: { text: string; departments?: string[] }[];
  titles: string[];
  descriptions: string[];
  summaries?: string[];
  progress?: string[];
  replies?: Found[];
  internalNotes?: Found[];
  returnReasons?: string[];
  extensionReasons?: string[];
  answers?: string[];
  callBackWords?: { satisfied: string[]; dissatisfied: string[] };
}

interface Sized {
  word: string;
  size: 'micro' | 'small' | 'medium' | 'large';
}

/** What is said again and again, and what names are made of: `config/demo/texts.json`. */
export interface Wording {
  surnames: string[];
  givenNames: string[];
  enterprise: { places: string[]; names: string[]; industries: Sized[]; suffixes: Sized[] };
  streets: string[];
  regions: { code: string; weight: number }[];
  phrases: {
    internalNotes: Record<Finding, string[]>;
    unsolvedReasons: string[];
    declineSignOff: string[];
    sendBack: string[];
    reHandle: string[];
    reopen: string[];
    withdraw: string[];
    merge: string[];
    urge: string[];
    suspend: Record<string, string>;
    transferOut: { target: string; reason: string }[];
    reject: Record<string, string>;
    seal: string[];
    grantReturn: string[];
    refuseReturn: string[];
    grantExtension: string[];
    refuseExtension: string[];
    firstContact: string[];
    complainantMessages: string[];
    questionsToComplainant: string[];
    callBackNotReached: string[];
    outreach: string[];
    unmask: string[];
  };
}

export const loadWording = (): Wording => configJson<Wording>('demo/texts.json');

/** All scenarios, in the order of their files. */
export const loadScenarios = (): Scenario[] =>
  readdirSync(resolve(ROOT, 'config', 'demo'))
    .filter((name) => /^scenarios-.*\.json$/.test(name))
    .sort()
    .flatMap((name) => configJson<Scenario[]>(`demo/${name}`));

/** The words of one case: every gap is filled with the same thing throughout. */
export interface Matter {
  scenario: Scenario;
  department: string;
  title: string;
  description: string;
  summary: string;
  amount: number | undefined;
  visits: number | undefined;
  street: string;
  /** Fills the gaps of a further text of the scenario. */
  fill(text: string): string;
  /** One of a list; where lists are aligned, the one that belongs to this matter. */
  of<T>(list: readonly T[] | undefined, random: Random): T | undefined;
}

export interface Setting {
  scenario: Scenario;
  department: string;
  departmentName: string;
  company: string;
  street: string;
  /** Index for aligned lists. */
  index: number;
}

const STEPS: [below: number, step: number][] = [
  [1_000, 10],
  [10_000, 100],
  [100_000, 1_000],
  [Infinity, 10_000],
];

/** Yuan as people round them. */
function amountIn([from, to]: Range, random: Random): number {
  const exact = Math.exp(random.between([Math.log(from), Math.log(to)]));
  const step = STEPS.find(([below]) => exact < below)![1];
  return Math.max(step, Math.round(exact / step) * step);
}

const yuan = (amount: number): string => (amount < 10_000 ? `${amount}元` : `${Number((amount / 10_000).toFixed(2))}万元`);

/** Chooses the words of a case; `facts` is the chance that a repeated matter shares with the first. */
export function matterOf(setting: Setting, facts: Random, random: Random): Matter {
  const { scenario, department, index } = setting;
  const fitting = scenario.items?.filter(({ departments }) => !departments || departments.includes(department)) ?? [];
  const items = fitting.length > 0 ? fitting : (scenario.items ?? []);
  const [amount, days, visits] = [
    scenario.amount && amountIn(scenario.amount, facts),
    scenario.days && facts.whole(scenario.days),
    scenario.visits && facts.whole(scenario.visits),
  ];
  const gaps: Record<string, string> = {
    item: items.length > 0 ? facts.pick(items).text : '相关事项',
    department: setting.departmentName,
    company: setting.company,
    street: setting.street,
    amount: yuan(amount ?? 500),
    days: String(days ?? 10),
    visits: String(visits ?? 2),
  };
  const fill = (text: string) => filled(text, gaps);
  const length = scenario.titles.length;
  const of = <T>(list: readonly T[] | undefined, chance: Random): T | undefined =>
    list === undefined || list.length === 0 ? undefined : scenario.aligned && list.length === length ? list[index] : chance.pick(list);
  const title = fill(of(scenario.titles, random)!);
  const description = fill(of(scenario.descriptions, random)!);
  const summary = fill(of(scenario.summaries, random) ?? `诉求人反映：${title},请核实处理并答复。`);
  return { scenario, department, title, description, summary, amount, visits, street: setting.street, fill, of };
}
