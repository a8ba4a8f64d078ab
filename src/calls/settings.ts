import { type Skill, SKILLS } from '../domain/call-facts.js';
import { type HotlinePolicy, SERVICE_LEVELS } from '../domain/hotline-figures.js';
import { among, type Check, fields, matching, number, refuse, some, whole } from '../domain/setting-checks.js';
import { LIMIT_UNITS, type LimitUnit } from '../domain/vocabulary.js';
import { ConfigError } from '../platform/config.js';
import { configJson } from '../platform/settings.js';

/** What a city says and waits for on the telephone: `config/telephone.json`. */
export interface TelephoneSettings extends HotlinePolicy {
  greeting: string;
  menu: string;
  menuKeys: Readonly<Record<string, Skill>>;
  menuSeconds: number;
  waiting: string;
  next: string;
  holding: string;
  voicemail: string;
  goodbye: string;
  apology: string;
  voicemailSeconds: number;
  longestWaitSeconds: number;
  offerSeconds: number;
  wrapUpSeconds: number;
  anySkillAfterSeconds: number;
  headStartSeconds: Partial<Record<Skill, number>>;
  lostAfterSeconds: number;
  askCarrierAfterMinutes: number;
  tasks: Record<'missed-call' | 'voicemail', { amount: number; unit: LimitUnit }>;
  defaultSkills: readonly Skill[];
  wallLevels: Record<WallFigure, { watch: number; bad: number }>;
}

/** What the wall board judges: up to `watch` it is good, up to `bad` to be watched, beyond it to act upon. */
export const WALL_FIGURES = ['waiting', 'longestWaitSeconds', 'lateShare', 'abandonedShare'] as const;
export type WallFigure = (typeof WALL_FIGURES)[number];

const text = matching(/^.{1,400}$/s, 'a text of 1 to 400 characters');
const skill = among(SKILLS);
const limit = fields({ amount: whole(1), unit: among(LIMIT_UNITS) });
const share = number(0, 1);
/** Two steps, the second not before the first. */
const levels =
  (each: Check): Check =>
  (value, path) => {
    fields({ watch: each, bad: each })(value, path);
    const { watch, bad } = value as { watch: number; bad: number };
    if (watch > bad) refuse(`${path}.bad`, `at least ${watch}`, bad);
  };
const keyed =
  (key: RegExp, check: Check): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null) return refuse(path, 'an object', value);
    for (const [name, entry] of Object.entries(value)) {
      matching(key, `names like ${key.source}`)(name, path);
      check(entry, `${path}.${name}`);
    }
  };

const CHECK = fields({
  ...{ greeting: text, menu: text, waiting: text, next: text, holding: text, voicemail: text, goodbye: text, apology: text },
  menuKeys: keyed(/^\d$/, skill),
  ...{ menuSeconds: whole(1), voicemailSeconds: whole(1), longestWaitSeconds: whole(1), offerSeconds: whole(1), wrapUpSeconds: whole(1) },
  ...{ anySkillAfterSeconds: whole(0), headStartSeconds: keyed(new RegExp(`^(${SKILLS.join('|')})$`), whole(0)) },
  ...{ shortAbandonSeconds: whole(0), answeredWithinSeconds: whole(1), serviceLevelOf: among(SERVICE_LEVELS), serviceLevelTarget: share },
  ...{ lostAfterSeconds: whole(3), askCarrierAfterMinutes: whole(1) },
  wallLevels: fields({
    waiting: levels(whole(0)),
    longestWaitSeconds: levels(whole(0)),
    lateShare: levels(share),
    abandonedShare: levels(share),
  }),
  tasks: fields({ 'missed-call': limit, voicemail: limit }),
  defaultSkills: some(skill),
});

/** Throws an Error that names the first wrong field by its path. */
export function checkTelephone(settings: unknown): TelephoneSettings {
  CHECK(settings, '');
  return settings as TelephoneSettings;
}

/** Read and checked at the start; throws ConfigError. */
export function telephoneSettings(): TelephoneSettings {
  try {
    return checkTelephone(configJson('telephone.json'));
  } catch (error) {
    throw new ConfigError(`config/telephone.json: ${(error as Error).message}`);
  }
}
