import type { Choice } from '../api/catalogue.js';

export type SheetValues = Record<string, unknown>;

/** One input of a form in a drawer; its name is that of the API, its words come with it. */
export interface SheetField {
  name: string;
  label: string;
  kind:
    | 'line'
    | 'text'
    | 'number'
    | 'yuan'
    | 'day'
    | 'month'
    | 'choice'
    | 'choices'
    | 'category'
    | 'categories'
    | 'department'
    | 'switch'
    | 'lines'
    | 'password'
    | 'enterprise';
  choices?: Choice[];
  required?: boolean;
  most?: number;
  rows?: number;
  help?: string;
  half?: boolean;
  /** What is chosen already, for a list that is searched. */
  chosen?: { value: string; label: string } | undefined;
  when?: (values: SheetValues) => boolean;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && !value.trim()) || (Array.isArray(value) && value.length === 0);

export const shownOf = (fields: readonly SheetField[], values: SheetValues): SheetField[] =>
  fields.filter((field) => !field.when || field.when(values));

/** Required fields that are empty still: name → code. */
export const lacking = (fields: readonly SheetField[], values: SheetValues): Record<string, string> =>
  Object.fromEntries(
    shownOf(fields, values)
      .filter(({ name, required }) => required && isEmpty(values[name]))
      .map(({ name }) => [name, 'required']),
  );

/** The body of the request: shown fields that hold something; a text of lines becomes a list. */
export const filledOf = (fields: readonly SheetField[], values: SheetValues): SheetValues =>
  Object.fromEntries(
    shownOf(fields, values)
      .filter(({ name }) => !isEmpty(values[name]))
      .map(({ name, kind }) => [
        name,
        kind === 'lines'
          ? String(values[name])
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean)
          : values[name],
      ]),
  );
