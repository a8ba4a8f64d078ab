/** What every first page asks for is asked before the code that asks is here; the client takes the answers up, each of them once. */
export const PREFIX = '/api/v1';
/** A line that is silent for so long is broken. */
export const SILENT_MS = 30_000;
const answers = new Map<string, { answer: Promise<Response>; at: number }>();

/** Asks now for what is taken up later; who never takes it up hears nothing of it. */
export function askAhead(path: string): Promise<Response> {
  const answer = fetch(`${PREFIX}${path}`, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(SILENT_MS) });
  answers.set(path, { answer, at: performance.now() });
  return answer;
}

/** The answer to what was asked ahead, unless it was taken or is old. */
export function takeAhead(path: string): Promise<Response> | undefined {
  const asked = answers.get(path);
  answers.delete(path);
  return asked && performance.now() - asked.at < SILENT_MS ? asked.answer : undefined;
}
