import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { DomainError, isRefusal, notFound } from '../domain/errors.js';
import { type ImportMapping, NEEDED_FIELDS, proposedColumns } from '../domain/import-columns.js';
import { admitImportAction, type ImportAction } from '../domain/import-life.js';
import { dayOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { RunningNumbers } from '../events/running-numbers.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import type { MappingInput } from './import.dto.js';
import { ImportStore, standingOf, type StoredImport } from './import.store.js';
import { type Received, Uploads } from './uploads.js';

const LONGEST_SOURCE = 64;
const LONGEST_HEADING = 200;
const MOST_HEADINGS = 200;
const LONGEST_NAME = 200;

/** Files of cases that another system had: taken in, read by a mapping, looked through, run, called off. ADR 0018. */
@Injectable()
export class Imports {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
    private readonly store: ImportStore,
    private readonly events: EventLog,
    private readonly numbers: RunningNumbers,
  ) {}

  /** Streams the file in and proposes how to read it. Throws as `Uploads.receive`, `input.invalid` (422) for what is no table. */
  async upload(request: FastifyRequest, by: Actor): Promise<string> {
    const id = randomUUID();
    const received = await this.uploads.receive(request, id);
    try {
      const source = (received.fields.source ?? '').trim();
      if (source === '') throw invalid([{ field: 'source', code: 'required' }]);
      if (source.length > LONGEST_SOURCE) throw invalid([{ field: 'source', code: 'too-long' }]);
      const heads = await this.heads(received);
      const mapping = await this.mappingFor(heads, received.fields.mappingId);
      await this.db.write((tx) => this.insert(tx, received, { source, heads, mapping, by }));
    } catch (error) {
      if (isRefusal(error)) await this.uploads.remove(received); // otherwise the row may stand
      throw error;
    }
    return id;
  }

  private async heads(received: Received): Promise<string[]> {
    for await (const { cells } of this.uploads.lines(received)) {
      const heads = cells.map((cell) => cell.trim().slice(0, LONGEST_HEADING));
      if (heads.length > MOST_HEADINGS) throw invalid([{ field: 'file', code: 'too-many' }]);
      if (heads.filter(Boolean).length < NEEDED_FIELDS.length) throw invalid([{ field: 'file', code: 'malformed' }]);
      return heads;
    }
    throw invalid([{ field: 'file', code: 'empty' }]);
  }

  /** A kept mapping where it was chosen, as far as its headings are there; what the headings say of themselves otherwise. */
  private async mappingFor(heads: readonly string[], mappingId: string | undefined): Promise<ImportMapping> {
    if (!mappingId) return { columns: proposedColumns(heads), values: {} };
    const [kept] = await this.db.readPrimary<{ content: string }>('SELECT content FROM import_mappings WHERE id = ?', [mappingId]);
    if (!kept) throw invalid([{ field: 'mappingId', code: 'not-in-list' }]);
    const { columns, values } = JSON.parse(kept.content) as ImportMapping;
    const own = Object.fromEntries(Object.entries(columns).filter(([, head]) => heads.includes(head)));
    return { columns: { ...proposedColumns(heads), ...own }, values };
  }

  private async insert(
    tx: Tx,
    { name, fields: _fields, ...file }: Received,
    { source, heads, mapping, by }: { source: string; heads: string[]; mapping: ImportMapping; by: Actor },
  ): Promise<void> {
    const at = this.clock.now();
    const year = dayOf(at).slice(0, 4);
    const number = `I${year}-${String(await this.numbers.next(tx, `imports:${year}`)).padStart(4, '0')}`;
    const counts = { position: 0, good: 0, bad: 0, known: 0, added: 0, attempts: 0 };
    const fileName = this.store.close(name.slice(0, LONGEST_NAME), 'fileName', file.id);
    const words = { source, fileName, heads: JSON.stringify(heads), mapping: JSON.stringify(mapping) };
    const row = {
      ...file,
      number,
      ...words,
      state: 'uploaded',
      version: 1,
      username: by.username,
      createdAt: at,
      updatedAt: at,
      ...counts,
    };
    await insertRows(tx, 'imports', [row]);
    const facts = { number, source, bytes: file.bytes, sha256: file.sha256 };
    await this.events.append(tx, [{ type: 'import.uploaded', facts, by, at, audience: 'audit' }]);
  }

  /**
   * Says how the columns are read; what was found before is looked for anew. Throws `not-found` (404), `import.stale`,
   * `import.action-not-open` (409) while it runs or once it has begun, `input.invalid` (422).
   */
  async map(id: string, input: MappingInput, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, id);
      admitImportAction(standingOf(current), 'check', input.version);
      const mapping = mappingOf(input, current);
      const at = this.clock.now();
      await this.clear(tx, current);
      await updateRow(tx, 'imports', { id }, { mapping: JSON.stringify(mapping), state: 'uploaded', ...this.blank(current, at) });
      if (input.saveAs) await this.keep(tx, input.saveAs.trim(), mapping, by);
      const facts = { number: current.number, ...(input.saveAs ? { saved: input.saveAs.trim() } : {}) };
      await this.events.append(tx, [{ type: 'import.mapped', facts, by, at, audience: 'audit' }]);
    });
  }

  private async keep(tx: Tx, name: string, mapping: ImportMapping, { username }: Actor): Promise<void> {
    const row = { content: JSON.stringify(mapping), username, updatedAt: this.clock.now() };
    const [kept] = await tx.query<{ id: string }[]>(`SELECT id FROM import_mappings WHERE name = ?${this.db.forUpdate}`, [name]);
    if (kept) await updateRow(tx, 'import_mappings', { id: kept.id }, row);
    else await insertRows(tx, 'import_mappings', [{ id: randomUUID(), name, ...row }]);
  }

  /** Looks the file through, runs it or lets it go on, or calls it off. Throws `not-found` (404), `import.stale`, `import.action-not-open` (409). */
  async act(id: string, action: ImportAction, version: number, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      const current = await this.store.lock(tx, id);
      admitImportAction(standingOf(current), action, version);
      if (action !== 'cancel') this.checkMapping(current);
      const at = this.clock.now();
      await updateRow(tx, 'imports', { id }, await this.patch(tx, current, action, at));
      const type = ({ check: 'import.check-started', run: 'import.started', cancel: 'import.cancelled' } as const)[action];
      const facts = { number: current.number, source: current.source };
      await this.events.append(tx, [{ type, facts, by, at, audience: 'audit' }]);
    });
  }

  private async patch(tx: Tx, current: StoredImport, action: ImportAction, at: number): Promise<Record<string, unknown>> {
    const free = { lease: null, leaseUntil: null, attempts: 0, error: null, version: current.version + 1, updatedAt: at };
    if (action === 'cancel') return { ...free, state: current.state === 'running' ? 'cancelled' : 'uploaded' };
    // one that was called off goes on where it was
    if (action === 'run' && current.startedAt !== null) return { ...free, state: 'running' };
    await this.clear(tx, current);
    return { ...this.blank(current, at), state: action === 'run' ? 'running' : 'checking', ...(action === 'run' ? { startedAt: at } : {}) };
  }

  private blank({ version }: StoredImport, at: number): Record<string, unknown> {
    const free = { lease: null, leaseUntil: null, attempts: 0, error: null, version: version + 1, updatedAt: at };
    return { ...free, position: 0, good: 0, bad: 0, known: 0, unknownWords: null };
  }

  private clear(tx: Tx, { id }: StoredImport): Promise<unknown> {
    return tx.query('DELETE FROM import_faults WHERE importId = ?', [id]);
  }

  private checkMapping({ mapping }: StoredImport): void {
    const missing = NEEDED_FIELDS.filter((field) => mapping.columns[field] === undefined);
    if (missing.length > 0) throw invalid(missing.map((field) => ({ field: `columns.${field}`, code: 'required' })));
  }
}

/** Throws `input.invalid` (422) for a heading that the file has not, or that is used twice. */
function mappingOf({ columns, values }: MappingInput, { heads }: StoredImport): ImportMapping {
  const strange = columns.filter(({ heading }) => !heads.includes(heading));
  if (strange.length > 0) throw invalid(strange.map(({ field }) => ({ field: `columns.${field}`, code: 'not-in-list' })));
  const twice = columns.filter((one, index) => columns.findIndex(({ field }) => field === one.field) !== index);
  if (twice.length > 0) throw invalid(twice.map(({ field }) => ({ field: `columns.${field}`, code: 'taken' })));
  const meanings: ImportMapping['values'] = {};
  for (const { field, word, code } of values) meanings[field] = { ...meanings[field], [word]: code };
  return { columns: Object.fromEntries(columns.map(({ field, heading }) => [field, heading])), values: meanings };
}

/** An id in a path. Throws `not-found` (404). */
export function importIdOf(text: string): string {
  if (!/^[0-9a-f-]{36}$/.test(text)) throw notFound();
  return text;
}

/** Throws `import.action-not-open` (409) for a word that is no action. */
export function importActionOf(text: string): ImportAction {
  if (text === 'check' || text === 'run' || text === 'cancel') return text;
  throw new DomainError('import.action-not-open', 409, { action: text });
}
