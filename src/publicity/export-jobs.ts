import type { Actor } from '../domain/case-state.js';
import { type Instant, isoOf } from '../domain/time.js';
import type { StoredExport } from './export.store.js';

/** A job as the maker of a kind of file gets it: whose it is as he stands now, and whom to tell how far it is. */
export interface ExportJob {
  of: StoredExport;
  by: Actor;
  at: Instant;
  /** Throws where the job was taken away or the server stops; called with every part that is done. */
  tick(done: number, total: number): Promise<void>;
}

/** What came of it. */
export interface Made {
  bytes: Buffer;
  /** Cases in it, none for reports. */
  cases: readonly string[];
  /** Whether it holds the complainants' own words. */
  original: boolean;
}

/** Makes one kind of file. Throws DomainError where trying again cannot help. */
export abstract class ExportMaker {
  abstract make(job: ExportJob): Promise<Made>;
}

/** The mark on every page: who has it, since when, under which number. Source: domain text 6.6. */
export const watermarkOf = ({ of, by, at }: Pick<ExportJob, 'of' | 'by' | 'at'>): string =>
  `导出人：${by.name}（${by.username}）  导出时间：${isoOf(at).slice(0, 16).replace('T', ' ')}  编号：${of.number}`;
