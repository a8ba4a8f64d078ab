import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { brokenFields, invalid, VALIDATION } from './problem.js';

/** A body checked late: after a step was found to be open, because 404, 403 and 409 come before 422. Throws `input.invalid` (422). */
export async function checked<T extends object>(shape: new () => T, raw: unknown): Promise<T> {
  const body = plainToInstance(shape, raw ?? {});
  const errors = await validate(body, VALIDATION);
  if (errors.length > 0) throw invalid(brokenFields(errors));
  return body;
}

/** The version a body names, before the body is checked. */
export const versionIn = (raw: unknown): unknown =>
  raw !== null && typeof raw === 'object' ? (raw as { version?: unknown }).version : undefined;
