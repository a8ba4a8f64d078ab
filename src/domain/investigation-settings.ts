import { INVESTIGATION_LIMITS, type InvestigationLimitName, MEASURE_FAMILIES, type MeasureFamily } from './investigation-words.js';
import type { LightRule } from './limit-settings.js';
import { among, day, fields, matching, number, refuse, some, whole } from './setting-checks.js';
import { type Day, dayOf, type Instant } from './time.js';

/** One clock: so many months, calendar days or working days. */
export interface InvestigationLimitRule {
  name: InvestigationLimitName;
  amount: number;
  unit: 'months' | 'calendar-days' | 'working-days';
}

/** A measure a person can meet with; `months`: how long it has influence; `form`: which of the four forms it belongs to. */
export interface MeasureRule {
  code: string;
  name: string;
  nameEn: string;
  family: MeasureFamily;
  form: 1 | 2 | 3 | 4;
  months?: number;
}

/** `config/investigations.json`, one version: what is in force from a day on. */
export interface InvestigationSettings {
  version: number;
  validFrom: Day;
  lights: LightRule;
  limits: InvestigationLimitRule[];
  /** Several penalties of office together have influence no longer than this. Source: 政务处分法 art. 15. */
  combinedMonths: number;
  /** Counts below this are told as "fewer". */
  smallNumber: number;
  measures: MeasureRule[];
}

const LIMIT = fields({ name: among(INVESTIGATION_LIMITS), amount: whole(1), unit: among(['months', 'calendar-days', 'working-days']) });
const MEASURE = fields(
  {
    code: matching(/^[a-z-]+$/, 'a code'),
    name: matching(/\S/, 'a name'),
    nameEn: matching(/\S/, 'a name'),
    family: among(MEASURE_FAMILIES),
    form: number(1, 4),
  },
  { months: whole(1) },
);
const VERSIONS = fields({
  versions: some(
    fields({
      version: whole(1),
      validFrom: day,
      lights: fields({ amberShare: number(0, 1), amberWorkingDays: whole(0), redWorkingDays: whole(0) }),
      limits: some(LIMIT),
      combinedMonths: whole(1),
      smallNumber: whole(1),
      measures: some(MEASURE),
    }),
  ),
});

/** The versions from JSON, the oldest first, or an Error that names the first wrong field; each names every clock and each measure once. */
export function readInvestigationSettings(json: unknown): InvestigationSettings[] {
  VERSIONS(json, '');
  const { versions } = json as { versions: InvestigationSettings[] };
  versions.forEach(({ limits, measures }, index) => {
    for (const name of INVESTIGATION_LIMITS)
      if (limits.filter((limit) => limit.name === name).length !== 1) refuse(`versions[${index}].limits`, `${name} once`, undefined);
    const codes = measures.map(({ code }) => code);
    if (new Set(codes).size !== codes.length) refuse(`versions[${index}].measures`, 'each code once', codes);
  });
  return [...versions].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

/** The version in force at an instant; an investigation keeps the one it was received under. Source: domain text, head. */
export function settingsAt(versions: readonly InvestigationSettings[], at: Instant): InvestigationSettings {
  return versions.filter(({ validFrom }) => validFrom <= dayOf(at)).at(-1) ?? versions[0]!;
}

/** The version an investigation was received under. */
export const settingsOf = (versions: readonly InvestigationSettings[], version: number): InvestigationSettings =>
  versions.find((one) => one.version === version) ?? versions.at(-1)!;
