import type { SelfTestStep } from '../domain/self-tests.js';

/** A step that failed, by a short code. */
export class StepFailed extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Does one step and says what came of it; whatever is thrown is a failure. The code of an error is kept, never what an answer said. */
export async function step(name: string, work: () => Promise<Pick<SelfTestStep, 'count'> | void>): Promise<SelfTestStep> {
  const began = performance.now();
  const ms = (): number => Math.round(performance.now() - began);
  try {
    const found = await work();
    return { name, outcome: 'passed', ms: ms(), ...found };
  } catch (error) {
    return { name, outcome: 'failed', ms: ms(), reason: reasonOf(error) };
  }
}

/** The short code of whatever went wrong. */
export function reasonOf(error: unknown): string {
  if (error instanceof StepFailed) return error.reason;
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return 'timeout';
  if (name === 'AbortError') return 'stopped';
  if (typeof cause?.code === 'string') return CAUSES[cause.code] ?? 'no-connection';
  return name === 'TypeError' ? 'no-connection' : 'broken';
}
const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no-connection',
  ENOTFOUND: 'no-such-host',
  EAI_AGAIN: 'no-such-host',
  CERT_HAS_EXPIRED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
};
