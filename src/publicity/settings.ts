import type { Replacements } from '../domain/de-identification.js';
import { TRACE_KINDS } from '../domain/trace-patterns.js';
import type { PublicityRules } from '../domain/typical-case-life.js';
import { ROLES, type Role } from '../domain/vocabulary.js';
import { configJson } from '../platform/settings.js';

export const EXPORT_KINDS = ['cases', 'monthly-report', 'ranking', 'archive'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
export const EXPORT_FORMATS = ['xlsx', 'csv', 'docx', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Who may ask for a kind of file, who approves it (never the one who asks; nobody: it needs no approval), and as what it comes. */
export interface ExportRule {
  askers: readonly Role[];
  approvers: readonly Role[];
  formats: readonly ExportFormat[];
}

/** `config/publicity.json`: what a city edits. */
export interface PublicitySettings {
  version: number;
  validFrom: string;
  typicalCases: PublicityRules;
  replacements: Replacements;
  exports: { keepDays: number; ticketMinutes: number; mostRows: number; kinds: Readonly<Record<ExportKind, ExportRule>> };
}

const areRoles = (list: unknown): boolean => Array.isArray(list) && list.every((role) => ROLES.includes(role as Role));
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;

/** Reads the file as a whole; throws an Error that names what is wrong in it. */
export function readPublicitySettings(json: unknown): PublicitySettings {
  const settings = json as PublicitySettings;
  const wrong = (what: string): never => {
    throw new Error(`config/publicity.json: ${what}`);
  };
  const { authors, approvals, withdrawers } = settings.typicalCases;
  if (![authors, withdrawers, ...approvals].every((list) => areRoles(list) && list.length > 0))
    wrong('a list of roles is empty or unknown');
  if (approvals.length < 2) wrong('a typical case needs two approvals at least');
  const missing = TRACE_KINDS.filter((kind) => typeof settings.replacements[kind] !== 'string');
  if (missing.length > 0) wrong(`no replacement for ${missing.join(', ')}`);
  const { keepDays, ticketMinutes, mostRows, kinds } = settings.exports;
  if (![keepDays, ticketMinutes, mostRows].every(isCount)) wrong('keepDays, ticketMinutes and mostRows are whole numbers from 1');
  for (const kind of EXPORT_KINDS) {
    const rule = kinds[kind];
    if (!areRoles(rule?.askers) || !areRoles(rule?.approvers)) wrong(`exports.kinds.${kind} names unknown roles`);
    if (!rule.formats.every((format) => EXPORT_FORMATS.includes(format))) wrong(`exports.kinds.${kind} names an unknown format`);
  }
  return settings;
}

export const PUBLICITY = readPublicitySettings(configJson('publicity.json'));
const { regions, streets } = configJson<{ regions: { name: string }[]; streets?: string[] }>('city.json');

/** Districts and streets of the city, by which a place is known even where its shape says nothing. */
export const PLACES: readonly string[] = [...regions.map(({ name }) => name), ...(streets ?? [])];
