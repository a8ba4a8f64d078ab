/** HTTP statuses a broken rule may answer with; the filter in `platform/http` is the only reader. */
export type RuleStatus = 400 | 401 | 403 | 404 | 406 | 409 | 410 | 413 | 415 | 422 | 429 | 501 | 503;

/** A broken rule of the trade: a stable code (`case.return-locked`) and the facts that explain it, never personal data. */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly status: RuleStatus = 409,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(code);
  }
}

/** A rule said no, so nothing was written; after any other failure a commit may have come through. */
export const isRefusal = (error: unknown): boolean => error instanceof DomainError && error.status < 500;

/** What does not exist and what may not be seen answer with this one error. Source: domain text 6.7. */
export const notFound = (): DomainError => new DomainError('not-found', 404);
