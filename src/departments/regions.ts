import { configJson } from '../platform/settings.js';

const { regions } = configJson<{ regions: { code: string; name: string }[] }>('city.json');

/** The names of the city's regions by their codes. */
export const REGION_NAMES: ReadonlyMap<string, string> = new Map(regions.map(({ code, name }) => [code, name]));
const CODES = new Map(regions.map(({ code, name }) => [name, code]));

/** The code of a region however it was told, by code or by name; what is no region of the city stays as it was told. */
export const regionOf = (told: string): string => CODES.get(told) ?? told;

/** How a region of the city may stand in a case: as its code, or as its name. */
export const waysToTell = (region: string): string[] => {
  const code = regionOf(region);
  const name = REGION_NAMES.get(code);
  return name === undefined ? [region] : [code, name];
};
