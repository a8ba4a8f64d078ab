import { Injectable, StreamableFile } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { isoOf } from '../domain/time.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { csvOf, type Sheet, xlsxOf } from './exports.js';
import type { FigureRow, Format } from './statistics.dto.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
export type Table = Omit<Sheet, 'watermark'> & { from: string; to: string };

/** Gives a table as it is, or as a file that the log knows of. */
@Injectable()
export class TableFiles {
  constructor(
    private readonly db: Db,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async given<View>(view: View, format: Format | undefined, by: Actor, table: Table): Promise<View | StreamableFile> {
    return format === undefined || format === 'json' ? view : this.file(format, by, table);
  }

  /** The log has the export before it leaves. Source: domain text 6.6. */
  private async file(format: 'csv' | 'xlsx', by: Actor, { from, to, ...table }: Table): Promise<StreamableFile> {
    const at = this.clock.now();
    const facts = { table: table.file, from, to, format };
    await this.db.write((tx) => this.events.append(tx, [{ type: 'statistics.exported', facts, by, at, audience: 'audit' }]));
    const days = `${from.slice(0, 10)}_${to.slice(0, 10)}`;
    const sheet: Sheet = {
      ...table,
      watermark: `导出人：${by.name}（${by.username}） 导出时间：${isoOf(at).slice(0, 16).replace('T', ' ')}`,
    };
    const [ascii, name] = [`${table.file}_${days}.${format}`, `12345热线统计_${table.title}_${days}.${format}`];
    return new StreamableFile(format === 'csv' ? csvOf(sheet) : await xlsxOf(sheet), {
      type: TYPES[format],
      disposition: `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    });
  }
}

/** Rows of a tree below each other, each with the names above it. */
export const labelled = (rows: readonly FigureRow[], above = ''): Sheet['rows'] =>
  rows.flatMap(({ name, figures, children = [] }) => [{ label: above + name, figures }, ...labelled(children, `${above}${name} / `)]);
