import type { Multipart, MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../domain/errors.js';
import { invalid } from '../platform/http/problem.js';
import type { SentFile } from './content.js';

type Fields = Readonly<Record<string, string>>;

/**
 * Reads a form of a few fields and the file `file`, at most 20 MB. `admit` is asked before the bytes are read whenever its fields come
 * first, as browsers send them; its answer stands, whatever fields follow. Throws `input.unsupported` (415), `input.too-large` (413),
 * `input.unreadable` (400), `input.invalid` (422).
 */
export async function readForm<T>(
  request: FastifyRequest,
  needed: readonly string[],
  admit: (fields: Fields) => Promise<T>,
): Promise<{ admitted: T; file: SentFile }> {
  if (!request.isMultipart()) throw new DomainError('input.unsupported', 415);
  const fields: Record<string, string> = {};
  const missing = () => needed.filter((name) => !(name in fields));
  let [file, admitted]: [SentFile | undefined, T | undefined] = [undefined, undefined];
  const parts = request.parts();
  for (;;) {
    const next: IteratorResult<Multipart, unknown> = await parts.next().catch(unreadable);
    if (next.done) break;
    const part = next.value;
    if (part.type === 'field') {
      if (typeof part.value !== 'string' || part.valueTruncated) throw invalid([{ field: part.fieldname, code: 'malformed' }]);
      fields[part.fieldname] = part.value;
    } else {
      if (missing().length === 0) admitted = await orThrowAway(part, admit(fields));
      file = await bytesOf(part);
    }
  }
  const absent = [...missing(), ...(file ? [] : ['file'])];
  if (!file || absent.length > 0) throw invalid(absent.map((field) => ({ field, code: 'required' })));
  return { file, admitted: admitted ?? (await admit(fields)) };
}

/** After a refusal the rest is read into nothing: the sender hears why instead of a broken connection. */
async function orThrowAway<T>(part: MultipartFile, verdict: Promise<T>): Promise<T> {
  return verdict.catch((error: unknown) => {
    part.file.resume();
    throw error;
  });
}

async function bytesOf(part: MultipartFile): Promise<SentFile> {
  if (part.fieldname !== 'file') await orThrowAway(part, Promise.reject(invalid([{ field: part.fieldname, code: 'not-allowed' }])));
  return { name: part.filename, bytes: await part.toBuffer().catch(unreadable) };
}

/** Limits of the parser carry a status of their own; a broken or cut off form does not. */
const unreadable = (error: unknown): never => {
  throw typeof (error as { statusCode?: unknown }).statusCode === 'number' ? error : new DomainError('input.unreadable', 400);
};
