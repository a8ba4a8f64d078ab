import { among, day, fields, matching, number, refuse, some, whole } from './setting-checks.js';

/** A step of the range a law leaves, in yuan; the bounds belong to it. */
export interface Tier {
  code: string;
  name: string;
  nameEn: string;
  from: number;
  to: number;
}
/** An offence with the standard of discretion for it: the legal range, split into tiers from light to heavy. */
export interface Offence {
  code: string;
  name: string;
  nameEn: string;
  /** Who punishes it. */
  departmentCode: string;
  law: string;
  tiers: Tier[];
}
export interface OffenceSettings {
  version: number;
  validFrom: string;
  offences: Offence[];
}

const CODE = matching(/^[\w-]{1,16}$/, 'a code of at most 16 letters and digits');
const words = matching(/\S/, 'a text');
const shape = fields({
  version: whole(1),
  validFrom: day,
  offences: some(
    fields({
      ...{ code: CODE, name: words, nameEn: words, departmentCode: matching(/^[\w-]{1,32}$/, 'a department'), law: words },
      tiers: some(fields({ code: CODE, name: words, nameEn: words, from: number(0, 1e9), to: number(0, 1e9) })),
    }),
  ),
});

/**
 * Reads the standards of discretion: the tiers of an offence follow each other without a gap from the least to the most the law allows.
 * Throws an Error that names the field. Source: domain text, section 2 (discretion is to be split into standards).
 */
export function readOffences(json: unknown): OffenceSettings {
  shape(json, '');
  const settings = json as OffenceSettings;
  const codes = settings.offences.map(({ code }) => code);
  settings.offences.forEach(({ code, tiers }, index) => {
    if (codes.indexOf(code) !== index) among([])(code, `offences[${index}].code`);
    tiers.forEach(({ from, to }, at) => {
      const path = `offences[${index}].tiers[${at}]`;
      if (to <= from) refuse(`${path}.to`, `more than ${from}`, to);
      if (at > 0 && from !== tiers[at - 1]!.to) refuse(`${path}.from`, `the end of the tier before, ${tiers[at - 1]!.to}`, from);
    });
  });
  return settings;
}

/** What the law allows: from the lightest to the heaviest tier, in yuan. */
export const legalRange = ({ tiers }: Offence): { from: number; to: number } => ({ from: tiers[0]!.from, to: tiers.at(-1)!.to });
