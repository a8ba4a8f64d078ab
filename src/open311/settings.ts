import { configJson } from '../platform/settings.js';

/** What a client of the standard may be asked beside the standard's own fields; the order is that of the public form. */
export const ATTRIBUTES = [
  'kind',
  'accusedDepartmentCode',
  'namedOfficial',
  'aboutCommissionHead',
  'occurredAt',
  'region',
  'amountInvolved',
  'basisShown',
  'receiptGiven',
  'visits',
  'organisation',
  'uscc',
  'size',
  'origin',
  'consentToBeNamed',
] as const;
export type AttributeCode = (typeof ATTRIBUTES)[number];

/** `config/open311.json`: how this city shows itself to clients of the standard. */
export interface Open311Settings {
  jurisdictionId: string;
  /** When what clients may keep has changed for the last time, ISO 8601. */
  changeset: string;
  contact: string;
  /** Where a client reads how to get a key; a path is taken under the public address. */
  keyService: string;
  notices: { taken: string; notKept: string };
  attributes: Readonly<Record<AttributeCode, { description: string; hint: string }>>;
  values: Readonly<Record<string, string>>;
  /** By the code of the refusal; `{field}` and `{code}` name what is wrong with an input. */
  errors: Readonly<Record<string, string>>;
  statusNotes: { open: string; closed: string };
}

/** Reads the file as a whole; throws an Error that names what is wrong in it. */
export function readOpen311Settings(json: unknown): Open311Settings {
  const settings = json as Open311Settings;
  const wrong = (what: string): never => {
    throw new Error(`config/open311.json: ${what}`);
  };
  for (const name of ['jurisdictionId', 'changeset', 'contact', 'keyService'] as const)
    if (typeof settings[name] !== 'string' || settings[name].trim() === '') wrong(`${name} is empty`);
  if (Number.isNaN(Date.parse(settings.changeset))) wrong('changeset is no instant');
  for (const sign of ['{caseNumber}', '{trackingCode}', '{address}'])
    if (!settings.notices.taken.includes(sign)) wrong(`notices.taken lacks ${sign}, without which nobody can follow his case`);
  const missing = ATTRIBUTES.find((code) => typeof settings.attributes[code]?.description !== 'string');
  if (missing) wrong(`attributes lacks ${missing}`);
  if (!settings.errors['input.invalid']?.includes('{field}') || !settings.errors.other) wrong('errors lacks input.invalid or other');
  return settings;
}

export const OPEN311 = readOpen311Settings(configJson('open311.json'));
