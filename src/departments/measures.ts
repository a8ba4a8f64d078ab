import type { MeasureKind } from '../domain/behaviours.js';
import { configJson } from '../platform/settings.js';

/** A measure a behaviour may be answered with; `config/measures.json`. */
export interface Measure {
  code: string;
  kind: MeasureKind;
  name: string;
  nameEn: string;
}

export const MEASURES = configJson<Measure[]>('measures.json');

/** The measure of a code or, in rows of before there were codes, of a name; a name nobody knows is shown as a means of education. */
export const measureOf = (given: string): Measure =>
  MEASURES.find(({ code, name }) => code === given || name === given) ?? { code: given, kind: 'education', name: given, nameEn: given };
