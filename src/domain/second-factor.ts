import { DomainError } from './errors.js';

/** Seconds of one code, and how many steps a clock may be off either way. Source: RFC 6238, 5.2 and 6. */
export const STEP_SECONDS = 30;
export const STEPS_OFF = 1;
export const RECOVERY_CODES = 10;

/** Whether an account has to have a second factor: one of its roles is named in the settings. */
export const mustHaveFactor = (roles: readonly string[], named: readonly string[]): boolean => roles.some((role) => named.includes(role));

/** A recovery code as its owner types it: dashes, blanks and capitals do not matter. */
export const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase();

/** Throws `factor.needed-by-role` (409) for taking away the last factor, with `left` others, of an account that has to have one. */
export function admitRemoval(roles: readonly string[], named: readonly string[], left: number): void {
  if (left <= 0 && mustHaveFactor(roles, named)) throw new DomainError('factor.needed-by-role', 409);
}
