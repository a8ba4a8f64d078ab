import { Injectable } from '@nestjs/common';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { Attachments } from '../cases/attachments.js';
import { CaseQueries } from '../cases/case.queries.js';
import type { CaseView } from '../cases/case.views.js';
import { Extracts } from '../cases/extracts.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { isoOf } from '../domain/time.js';
import type { ChainedEvent } from '../events/canonical.js';
import { Keys } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { type ExcerptEvent, EVENTS, type Manifest, MANIFEST, publicKeyOf, sha256Of, SIGNATURE, signed } from './archive-check.js';
import { archivePage } from './archive-page.js';
import { type ExportJob, ExportMaker, type Made, watermarkOf } from './export-jobs.js';

/** Every row of the log about a case that its readers read, with the hash of the row before it in the log. */
const EXCERPT = `SELECT e.number, e.type, e.audience, e.at, e.caseNumber, e.version, e.username, e.role, e.facts, e.hash, b.hash AS previous
  FROM events e LEFT JOIN events b ON b.number = e.number - 1 WHERE e.caseNumber = ? AND e.audience = 'case' ORDER BY e.number`;

/** An ended case as a package that can be read and proven without this system. Source: domain text, sections 3 (归档) and 6.6. */
@Injectable()
export class ArchiveMaker extends ExportMaker {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly extracts: Extracts,
    private readonly queries: CaseQueries,
    private readonly attachments: Attachments,
  ) {
    super();
  }

  /** Throws `export.outdated` (409) where its asker may not see the case any more, sealed ones included. */
  async make(job: ExportJob): Promise<Made> {
    const { of, by } = job;
    const caseNumber = of.params.caseNumber ?? '';
    const [line] = await this.extracts.lines([caseNumber], by);
    if (!line) throw new DomainError('export.outdated', 409);
    const view = await this.queries.view(caseNumber, by);
    const files = await this.files(view, by, job);
    const page = archivePage(
      view,
      files.map(({ path, name }) => ({ path, name })),
      watermarkOf(job),
    );
    const parts: Record<string, Uint8Array> = {
      'index.html': strToU8(page),
      'metadata.json': strToU8(JSON.stringify(metadataOf(view), null, 2)),
      [EVENTS]: strToU8(JSON.stringify(await this.events(caseNumber, by), null, 2)),
      ...Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])),
    };
    const manifest: Manifest = {
      ...{ format: 1, caseNumber, number: of.number, madeAt: isoOf(job.at), madeBy: by.username },
      files: Object.entries(parts).map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256Of(bytes) })),
      publicKey: publicKeyOf(this.keys.signer),
    };
    const { text, signature } = signed(manifest, this.keys.signer);
    const zipped: Zippable = { ...parts, [MANIFEST]: new Uint8Array(text), [SIGNATURE]: strToU8(signature) };
    return { bytes: Buffer.from(zipSync(zipped, { level: 6, mtime: new Date(job.at) })), cases: [caseNumber], original: true };
  }

  /** Files of the case, each read noted in the audit as any other. */
  private async files(view: CaseView, by: Actor, job: ExportJob): Promise<{ path: string; name: string; bytes: Uint8Array }[]> {
    const files: { path: string; name: string; bytes: Uint8Array }[] = [];
    for (const [place, { id }] of view.attachments.entries()) {
      const { bytes, name } = await this.attachments.open(view.caseNumber, id, by);
      const ending = /\.\w{1,5}$/.exec(name)?.[0] ?? '';
      files.push({ path: `attachments/${String(place + 1).padStart(2, '0')}${ending}`, name, bytes: new Uint8Array(bytes) });
      await job.tick(place + 1, view.attachments.length + 1);
    }
    return files;
  }

  private async events(caseNumber: string, by: Actor): Promise<ExcerptEvent[]> {
    const rows = await this.db.readPrimary<ChainedEvent & { hash: string; previous: string | null }>(EXCERPT, [caseNumber]);
    const hidden = await this.hidden(
      rows.flatMap(({ facts }) => numbersIn(facts)),
      by,
    );
    return rows.map(({ previous, hash, ...row }) => {
      const [number, before] = [Number(row.number), previous ?? ''];
      if (numbersIn(row.facts).some((one) => hidden.has(one))) return { number, before, hash, withheld: true as const };
      const version = row.version === null ? null : Number(row.version);
      return { ...row, number, at: Number(row.at), version, before, hash };
    });
  }

  /** Of the cases that rows name, those that the reader may not see: sealed ones. */
  private async hidden(numbers: readonly string[], by: Actor): Promise<Set<string>> {
    const named = [...new Set(numbers)];
    const seen = new Set((await this.extracts.lines(named, by)).map(({ caseNumber }) => caseNumber));
    return new Set(named.filter((one) => !seen.has(one)));
  }
}

/** Numbers of other cases in the facts of an event. */
const numbersIn = (facts: string): string[] =>
  [...facts.matchAll(/"(?:masterCaseNumber|caseNumber)":"(\d{14})"/g)].map(([, number]) => number!);

/** What is told of the case beside its log: the events stand in a file of their own, and nothing is open to be done. */
const metadataOf = ({ history: _history, actions: _actions, ...data }: CaseView): object => data;
