import { among, day, fields, flag, matching, number, refuse, some, whole } from './setting-checks.js';
import {
  CHANNELS,
  KINDS,
  LIMIT_NAMES,
  LIMIT_UNITS,
  URGENCIES,
  type Channel,
  type Kind,
  type LimitName,
  type LimitUnit,
  type Urgency,
} from './vocabulary.js';

/** The facts of a case a limit may depend on. Source: domain text, section 4. */
export interface Matter {
  kind: Kind;
  urgency: Urgency;
  channel: Channel;
  categoryCode?: string;
  complex?: boolean;
  project?: boolean;
  departments: 'one' | 'several';
}

/** Every condition given must hold; categories are prefixes. */
export type Conditions = Partial<{
  kind: Kind[];
  urgency: Urgency[];
  channel: Channel[];
  category: string[];
  complex: boolean;
  project: boolean;
  departments: Matter['departments'];
}>;

/** One row of the table of limits; amount 0 says that the matter has no such limit. `cap` in calendar days, extensions included. */
export interface LimitRule {
  limit: LimitName;
  when: Conditions;
  amount: number;
  unit: LimitUnit;
  cap?: number;
}

/** Thresholds of the lights: a share of the limit's time left, and working days before and after its end. */
export interface LightRule {
  amberShare: number;
  amberWorkingDays: number;
  redWorkingDays: number;
}

/** `config/limits.json`: the limits in force from a day on. */
export interface LimitSettings {
  version: number;
  validFrom: string;
  rules: LimitRule[];
  lights: LightRule;
  extension: { times: number; workingDays: number; capCalendarDays: number };
  return: { workingDays: number };
  callBack: { attempts: number };
  reopen: { calendarDays: number };
  repeats: { days: number; similarity: number };
}

const CONDITIONS = fields(
  {},
  {
    kind: some(among(KINDS)),
    urgency: some(among(URGENCIES)),
    channel: some(among(CHANNELS)),
    category: some(matching(/^[\w-]+$/, 'a category code or the beginning of one')),
    complex: flag,
    project: flag,
    departments: among(['one', 'several']),
  },
);
const RULE = fields({ limit: among(LIMIT_NAMES), when: CONDITIONS, amount: whole(0), unit: among(LIMIT_UNITS) }, { cap: whole(1) });
const SETTINGS = fields({
  version: whole(1),
  validFrom: day,
  rules: some(RULE),
  lights: fields({ amberShare: number(0, 1), amberWorkingDays: whole(0), redWorkingDays: whole(0) }),
  extension: fields({ times: whole(0), workingDays: whole(0), capCalendarDays: whole(1) }),
  return: fields({ workingDays: whole(0) }),
  callBack: fields({ attempts: whole(1) }),
  reopen: fields({ calendarDays: whole(0) }),
  repeats: fields({ days: whole(1), similarity: number(0, 1) }),
});

/** The settings from JSON, or an Error that names the first wrong field by its path; a name no row gives to every matter is wrong too. */
export function readLimitSettings(json: unknown): LimitSettings {
  SETTINGS(json, '');
  const settings = json as LimitSettings;
  for (const name of LIMIT_NAMES)
    if (!settings.rules.some(({ limit, when }) => limit === name && Object.keys(when).length === 0))
      refuse('rules', `a last row for ${name} that matches every matter`, undefined);
  return settings;
}
