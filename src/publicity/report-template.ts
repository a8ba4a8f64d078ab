import { among, day, fields, some, whole } from '../domain/setting-checks.js';
import { configJson } from '../platform/settings.js';

export const REPORT_TABLES = ['figures', 'categories', 'departments', 'ranking', 'typicalCases'] as const;
export type ReportTable = (typeof REPORT_TABLES)[number];

/** One part of a report: a heading, sentences with `{placeholders}`, a table. A part in square brackets falls away with its facts. */
export interface ReportSection {
  heading: string;
  paragraphs?: string[];
  table?: ReportTable;
}
/** A report as a city writes it: `config/reports/*.json`. */
export interface ReportTemplate {
  title: string;
  subtitle?: string;
  sections: ReportSection[];
}

const text = (value: unknown, path: string): void => {
  if (typeof value !== 'string') throw new Error(`${path}: wanted a text`);
};
const CHECK = fields(
  {
    version: whole(1),
    validFrom: day,
    title: text,
    sections: some(fields({ heading: text }, { paragraphs: some(text), table: among(REPORT_TABLES) })),
  },
  { subtitle: text, rule: () => undefined, formula: text, formulaEn: text },
);

/** Throws an Error that names the first wrong field. */
export function readReportTemplate(json: unknown, file: string): ReportTemplate {
  try {
    CHECK(json, '');
  } catch (error) {
    throw new Error(`config/reports/${file}: ${(error as Error).message}`, { cause: error });
  }
  return json as ReportTemplate;
}

const read = (file: string): ReportTemplate => readReportTemplate(configJson(`reports/${file}`), file);
export const REPORT_KINDS = ['monthly-report', 'ranking'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];
export const TEMPLATES: Readonly<Record<ReportKind, ReportTemplate>> = {
  'monthly-report': read('monthly.json'),
  ranking: read('ranking.json'),
};
