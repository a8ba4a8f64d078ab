import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, type CaseState, OPEN } from '../domain/case-state.js';
import { DomainError, isRefusal, notFound } from '../domain/errors.js';
import { readsOriginal, scopeOf } from '../domain/visibility.js';
import type { CaseStatus } from '../domain/vocabulary.js';
import { EventLog } from '../events/event-log.js';
import { type Examined, examine, isPicture, type SentFile } from '../files/content.js';
import { FileStore } from '../files/file-store.js';
import { withoutTraces } from '../files/pictures.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows, type Tx } from '../platform/db.js';
import { CaseStore } from './case.store.js';
import { copy, type FileVault, original, sealedCopy, SealedFiles } from './sealed-files.js';
import { Seals } from './seals.js';

const MOST = 20;
/** A sealed case takes evidence from its complainant still, who learns nothing by it. */
const TAKES_FILES: readonly CaseStatus[] = [...OPEN, 'closed', 'sealed'];

interface AttachmentRow {
  id: string;
  name: string;
  type: string;
  shareable: number;
  departmentCode: string | null;
  vault: FileVault;
}
/** What a sender is told of a file. */
export interface Attached {
  id: string;
  name: string;
  size: number;
  type: string;
}
/** A file as one reader gets it. */
export interface Opened {
  bytes: Buffer;
  type: string;
  name: string;
}

const ending = (name: string): string => /\.\w+$/.exec(name)?.[0] ?? '';

/** Files on cases. Departments get nothing of the complainant's but pictures drawn anew. Source: domain text 6.1 and section 11. */
@Injectable()
export class Attachments {
  constructor(
    private readonly db: Db,
    private readonly cases: CaseStore,
    private readonly files: FileStore,
    private readonly seals: Seals,
    private readonly sealedFiles: SealedFiles,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /** Refuses what `add` would refuse before a byte is read: `not-found` (404), `case.action-not-open`, `attachment.too-many` (409). */
  async admit(caseNumber: string, by: Actor): Promise<{ sealed: boolean }> {
    const status = by.roles.includes('complainant')
      ? await this.statusOf(caseNumber)
      : (await this.cases.read(caseNumber, scopeOf(by))).status;
    if (!TAKES_FILES.includes(status)) throw new DomainError('case.action-not-open', 409, { action: 'attach', status });
    refuseMany(await this.db.readPrimary<Count>(COUNT, [caseNumber]));
    return { sealed: status === 'sealed' };
  }

  /** Puts a file on a case: bytes first, then row and event in one transaction. Also throws as `examine` does. */
  async add(caseNumber: string, sent: SentFile, by: Actor, { sealed }: { sealed: boolean }): Promise<Attached> {
    const file = await examine(sent);
    const id = randomUUID();
    const drawn = isPicture(file.type) && !sealed ? await withoutTraces(file.bytes) : undefined;
    // what a department sends is its own and the hotline's
    const shared = by.departmentCode === undefined ? drawn : undefined;
    await this.files.put(sealed ? sealedCopy(id) : original(id), file.bytes);
    if (shared) await this.files.put(copy(id), shared);
    try {
      await this.db.write((tx) => this.record(tx, caseNumber, { id, ...file, shareable: shared !== undefined, sealed }, by));
    } catch (error) {
      // otherwise the row may stand: bytes without one go with the orphans
      if (isRefusal(error)) await Promise.all([original(id), copy(id), sealedCopy(id)].map((name) => this.files.remove(name)));
      throw error;
    }
    return { id, name: file.name, size: file.bytes.length, type: file.type };
  }

  private async record(
    tx: Tx,
    caseNumber: string,
    file: Examined & { id: string; shareable: boolean; sealed: boolean },
    by: Actor,
  ): Promise<void> {
    const { id, type, bytes, name, shareable, sealed } = file;
    const current = by.roles.includes('complainant')
      ? await this.lockAny(tx, caseNumber)
      : await this.cases.lock(tx, caseNumber, scopeOf(by));
    if (!TAKES_FILES.includes(current.status))
      throw new DomainError('case.action-not-open', 409, { action: 'attach', status: current.status });
    refuseMany(await tx.query<Count[]>(COUNT, [caseNumber]));
    const at = this.clock.now();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const row = {
      id,
      caseNumber,
      name: this.seals.of(current).texts.close(name, 'attachments.name', id),
      type,
      bytes: bytes.length,
      sha256,
      at,
      username: by.username,
      shareable,
      // sealed between admission and now: its bytes follow like those of the others
      vault: sealed ? 'sealed' : current.status === 'sealed' ? 'moving' : null,
    };
    const next = { ...current, version: current.version + 1, updatedAt: at };
    await insertRows(tx, 'attachments', [row]);
    await this.cases.change(tx, current, next);
    await this.events.append(tx, [
      { type: 'case.attachment-added', facts: { type, size: bytes.length }, by, at, caseNumber, version: next.version },
    ]);
  }

  /** A file as this reader may have it; the audit row commits before the bytes leave. Throws `not-found` (404) for all others alike. */
  async open(caseNumber: string, id: string, by: Actor): Promise<Opened> {
    const current = await this.cases.read(caseNumber, scopeOf(by));
    const [row] = await this.db.readPrimary<AttachmentRow>(
      `SELECT f.id, f.name, f.type, f.shareable, f.vault, a.departmentCode FROM attachments f LEFT JOIN accounts a ON a.username = f.username
       WHERE f.id = ? AND f.caseNumber = ?`,
      [id, caseNumber],
    );
    if (!row) throw notFound();
    const whole = readsOriginal(by) || (row.departmentCode !== null && row.departmentCode === by.departmentCode);
    if (!whole && Number(row.shareable) !== 1) throw notFound();
    const name = this.seals.of(current).texts.open(row.name, 'attachments.name', id);
    const bytes = await (current.status === 'sealed'
      ? this.sealedFiles.open(id, row.vault)
      : this.files.get(whole ? original(id) : copy(id)));
    const facts = { attachment: id, copy: !whole };
    await this.db.write((tx) =>
      this.events.append(tx, [{ type: 'case.attachment-read', facts, by, at: this.clock.now(), caseNumber, audience: 'audit' }]),
    );
    return { bytes, type: row.type, name: whole ? name : `attachment${ending(name)}` };
  }

  private async statusOf(caseNumber: string): Promise<CaseStatus> {
    const [row] = await this.db.readPrimary<{ status: CaseStatus }>('SELECT status FROM cases WHERE caseNumber = ?', [caseNumber]);
    if (!row) throw notFound();
    return row.status;
  }

  /** The complainant was let in by the code and may reach a sealed case, which no staff scope names; the row is waited for, then read. */
  private async lockAny(tx: Tx, caseNumber: string): Promise<CaseState> {
    await tx.query(`SELECT caseNumber FROM cases WHERE caseNumber = ?${this.db.forUpdate}`, [caseNumber]);
    const current = await this.cases.lockFree(tx, caseNumber);
    if (!current) throw notFound();
    return current;
  }
}

interface Count {
  n: number;
}
const COUNT = 'SELECT COUNT(*) AS n FROM attachments WHERE caseNumber = ?';

function refuseMany([count]: Count[]): void {
  if (Number(count?.n ?? 0) >= MOST) throw new DomainError('attachment.too-many', 409, { most: MOST });
}
