/** Lines for the operator of the machine; queries' parameters never reach them. */
export class Log {
  info(text: string, facts?: Record<string, unknown>): void {
    this.line('info', text, facts);
  }

  warn(text: string, error?: unknown): void {
    this.line('warn', text, error === undefined ? undefined : describe(error));
  }

  error(text: string, error?: unknown): void {
    this.line('error', text, error === undefined ? undefined : describe(error));
  }

  private line(level: string, text: string, facts?: Record<string, unknown>): void {
    process.stderr.write(`${new Date().toISOString()} ${level} ${text}${facts ? ` ${JSON.stringify(facts)}` : ''}\n`);
  }
}

/** Name, code and place of an error; a QueryFailedError's message and parameters may carry personal data and stay out. */
export function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  const isQuery = error.name === 'QueryFailedError';
  const at = error.stack
    ?.split('\n')
    .find((line) => line.includes('/dist/') || line.includes('/src/'))
    ?.trim();
  return { error: error.name, ...(code ? { code } : {}), ...(isQuery ? {} : { message: error.message }), ...(at ? { at } : {}) };
}
