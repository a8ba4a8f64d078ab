import { createHash } from 'node:crypto';

/** JSON with keys in code-point order and nothing undefined: equal facts give equal text, so that a hash can stand for them. */
export function canonical(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`);
  return `{${entries.join(',')}}`;
}

/** A row of the log as it is hashed: all of its columns but the hash, facts as stored text. */
export interface ChainedEvent {
  number: number;
  type: string;
  audience: string;
  at: number;
  caseNumber: string | null;
  version: number | null;
  username: string;
  role: string;
  facts: string;
}

/** SHA-256 over the hash before and the row; changing, dropping, adding or swapping any row breaks the chain from there on. */
export function chainHash(before: string, event: ChainedEvent): string {
  const { number, type, audience, at, caseNumber, version, username, role, facts } = event;
  return createHash('sha256')
    .update(before)
    .update(canonical({ number, type, audience, at, caseNumber, version, username, role, facts }))
    .digest('hex');
}
