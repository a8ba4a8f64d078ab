/**
 * Tells whether a filing is the system's own test of its public form, which goes through everything and leaves nothing. Extended by the
 * self-tests; also the token to ask for it. ADR 0023.
 */
export abstract class Rehearsals {
  /** Takes a pass, which opens once and for a moment only. False for every other text, without a word why. */
  abstract redeem(pass: string): Promise<boolean>;
}

/** The header a pass travels in. It is in no document: without a pass of ours it means nothing. */
export const PASS_HEADER = 'x-self-test';
