import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../domain/errors.js';
import type { SheetLine } from '../domain/import-lines.js';
import { FileStore } from '../files/file-store.js';
import { IMPORT_FILES } from '../files/orphans.js';
import { invalid } from '../platform/http/problem.js';
import { csvLines, type Encoding, EncodingProbe } from './csv-lines.js';
import { NoWorkbook, xlsxLines } from './xlsx-lines.js';

/** What a file may weigh. */
export const MOST_BYTES = 50 * 1024 * 1024;
const PIECE = 1024 * 1024;
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** A workbook of the years before 2007, which nobody reads line by line. */
const OLD_WORKBOOK = Buffer.from('d0cf11e0', 'hex');

/** A table as it lies in the file store, in encrypted pieces. */
export interface StoredSheet {
  id: string;
  parts: number;
  format: 'csv' | 'xlsx';
  encoding: Encoding;
}
/** What the upload tells of it besides. */
export interface Received extends StoredSheet {
  name: string;
  bytes: number;
  sha256: string;
  fields: Readonly<Record<string, string>>;
}

const pieceOf = (id: string, n: number): string => `${IMPORT_FILES}/${id}.${String(n).padStart(4, '0')}`;

/** Takes tables in as they arrive, a piece at a time, and reads them again line by line. */
@Injectable()
export class Uploads {
  constructor(private readonly files: FileStore) {}

  /**
   * Streams a form's file into the store; its fields come first. Throws `input.unsupported` (415), `input.too-large` (413),
   * `input.unreadable` (400), `import.no-table` (415), `input.invalid` (422).
   */
  async receive(request: FastifyRequest, id: string): Promise<Received> {
    if (!request.isMultipart()) throw new DomainError('input.unsupported', 415);
    const fields: Record<string, string> = {};
    let received: Received | undefined;
    try {
      for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 1 } })) {
        if (part.type === 'field') fields[part.fieldname] = String(part.value);
        else received = await this.keep(part, id, fields);
      }
    } catch (error) {
      throw error instanceof DomainError || typeof (error as { statusCode?: unknown }).statusCode === 'number'
        ? error
        : new DomainError('input.unreadable', 400);
    }
    if (!received || received.bytes === 0) throw invalid([{ field: 'file', code: received ? 'empty' : 'required' }]);
    return received;
  }

  private async keep({ file, filename }: MultipartFile, id: string, fields: Record<string, string>): Promise<Received> {
    const [hash, probe] = [createHash('sha256'), new EncodingProbe()];
    let [waiting, size, parts, bytes, head]: [Buffer[], number, number, number, Buffer] = [[], 0, 0, 0, Buffer.alloc(0)];
    const put = async () => {
      const piece = Buffer.concat(waiting);
      [waiting, size] = [[], 0];
      await this.files.put(pieceOf(id, parts++), piece);
    };
    for await (const chunk of file as AsyncIterable<Buffer>) {
      if (head.length < 4) head = Buffer.concat([head, chunk]).subarray(0, 4);
      hash.update(chunk);
      probe.see(chunk);
      waiting.push(chunk);
      [size, bytes] = [size + chunk.length, bytes + chunk.length];
      if (size >= PIECE) await put();
    }
    if (size > 0) await put();
    const told = { id, parts, encoding: probe.found, name: filename, bytes, sha256: hash.digest('hex'), fields };
    if (file.truncated) await this.refuse(told, new DomainError('input.too-large', 413));
    if (head.equals(OLD_WORKBOOK)) await this.refuse(told, new DomainError('import.no-table', 415));
    return { ...told, format: head.equals(ZIP) ? 'xlsx' : 'csv' };
  }

  private async refuse(told: Pick<StoredSheet, 'id' | 'parts'>, error: DomainError): Promise<never> {
    await this.remove(told);
    throw error;
  }

  /** The lines of a stored table, its headings first. Throws `import.no-table` (415) where it is none. */
  async *lines(sheet: StoredSheet): AsyncGenerator<SheetLine> {
    try {
      if (sheet.format === 'csv') yield* csvLines(this.pieces(sheet), sheet.encoding);
      else yield* xlsxLines(await this.whole(sheet));
    } catch (error) {
      if (error instanceof NoWorkbook || (error as { code?: string }).code?.startsWith('CSV_'))
        throw new DomainError('import.no-table', 415);
      throw error;
    }
  }

  private async *pieces({ id, parts }: StoredSheet): AsyncGenerator<Buffer> {
    for (let n = 0; n < parts; n++) yield await this.files.get(pieceOf(id, n));
  }

  private async whole(sheet: StoredSheet): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.pieces(sheet)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  async remove({ id, parts }: Pick<StoredSheet, 'id' | 'parts'>): Promise<void> {
    for (let n = 0; n < parts; n++) await this.files.remove(pieceOf(id, n));
  }

  /** Pieces older than that, by the import they belong to. */
  async left(ageMs: number): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>();
    for (const name of await this.files.olderThan('imports', ageMs)) {
      const id = name.slice('imports/'.length).split('.')[0]!;
      found.set(id, [...(found.get(id) ?? []), name]);
    }
    return found;
  }

  async forget(names: readonly string[]): Promise<void> {
    for (const name of names) await this.files.remove(name);
  }
}
