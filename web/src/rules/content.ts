import { Problem } from '../api/client.js';

/** A row of the table of limits, as the API gives it. */
export interface LimitRow {
  limit: string;
  when: {
    kind?: string[];
    urgency?: string[];
    channel?: string[];
    category?: string[];
    complex?: boolean;
    project?: boolean;
    departments?: string;
  };
  amount: number;
  unit: string;
  cap?: number;
}
/** A rule of the dispatch catalogue. */
export interface RoutingRow {
  id: string;
  category?: string[];
  keywords?: string[];
  region?: string[];
  accused?: string[];
  channel?: string[];
  size?: string[];
  lead: string;
  assists?: string[];
  confidence: number;
  note: string;
}
/** A category of the catalogue; groups have leaves. */
export interface CategoryRow {
  code: string;
  name: string;
  nameEn: string;
  help?: string;
  helpEn?: string;
  retired?: boolean;
  children?: CategoryRow[];
  [flag: string]: unknown;
}
export interface GroupRow {
  code: string;
  name: string;
  nameEn: string;
  departments: string[];
}
/** How heavy measures weigh, the lightest first. */
export const WEIGHTS = ['light', 'medium', 'heavy'] as const;

/** The rules of a kind: a document with lists or values, whatever its kind. */
export type Content = Record<string, unknown>;

export interface Fault {
  path: string;
  code: string;
  level: 'error' | 'warning';
  facts: Record<string, string | number>;
}
/** What a refusal says is wrong with rules; empty for any other refusal. */
export const faultsOf = (error: unknown): Fault[] => {
  const faults = error instanceof Problem ? error.facts['faults'] : undefined;
  return Array.isArray(faults) ? (faults as Fault[]) : [];
};

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** A value by its path, `lights.amberShare`; undefined where there is none. */
export const valueAt = (content: Content, path: string): unknown =>
  path.split('.').reduce<unknown>((at, key) => (at as Content | undefined)?.[key], content);

/** Puts a value at its path, in place. */
export function setAt(content: Content, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  const at = keys.reduce<Content>((inner, key) => inner[key] as Content, content);
  at[last] = value;
}
