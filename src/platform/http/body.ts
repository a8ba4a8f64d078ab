import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { brokenFields, invalid, VALIDATION } from './problem.js';

/** A body as its class wants it, checked once the rules have said that the step is open. Throws `input.invalid` (422). */
export async function checkedBody<T extends object>(shape: new () => T, raw: unknown): Promise<T> {
  const body = plainToInstance(shape, raw ?? {});
  const errors = await validate(body, VALIDATION);
  if (errors.length > 0) throw invalid(brokenFields(errors));
  return body;
}
