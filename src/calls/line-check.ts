import type { SelfTestStep } from '../domain/self-tests.js';

/** What a test of the line needs: how long an answer may take, a new pass, and how to say that it was stopped. */
export interface LineTest {
  answerMs: number;
  pass: () => Promise<string>;
  signal: AbortSignal;
}

/** Tests the line as far as that goes without a person. Extended by the carrier's adapter; also the token to ask for it. */
export abstract class LineCheck {
  /** Never throws: what goes wrong is a step that failed. */
  abstract run(test: LineTest): Promise<SelfTestStep[]>;
}
