import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import type { CaseRow } from '../cases/case.views.js';
import { Extracts } from '../cases/extracts.js';
import type { CaseListQuery } from '../cases/list.dto.js';
import { Reference } from '../departments/reference.js';
import { DomainError } from '../domain/errors.js';
import { inert } from '../domain/export-life.js';
import { readsOriginal } from '../domain/visibility.js';
import { configJson } from '../platform/settings.js';
import { type ExportJob, ExportMaker, type Made, watermarkOf } from './export-jobs.js';
import { PUBLICITY } from './settings.js';
import { SheetFile } from './sheet-file.js';

const AT_ONCE = 200;
type Words = Record<string, Record<string, string>>;
/** Codes of the border in the words of the office. */
const WORDS = configJson<Words>('reports/words.json');
const wordOf = (table: string, code: string | undefined): string => (code === undefined ? '' : (WORDS[table]?.[code] ?? code));
const minuteOf = (at: string | undefined): string => (at ? at.slice(0, 16).replace('T', ' ') : '');

/** The columns of the list, in its own words; nothing of the complainant's particulars. */
const COLUMNS: [head: string, width: number, of: (row: CaseRow, nameOf: (code?: string) => string) => string | number][] = [
  ['工单号', 18, ({ caseNumber }) => caseNumber],
  ['收到时间', 17, ({ receivedAt }) => minuteOf(receivedAt)],
  ['类型', 8, ({ kind }) => wordOf('kind', kind)],
  ['紧急程度', 10, ({ urgency }) => wordOf('urgency', urgency)],
  ['渠道', 10, ({ channel }) => wordOf('channel', channel)],
  ['类别', 22, ({ categoryName }) => categoryName ?? ''],
  ['内容', 46, ({ title, summary }) => title ?? summary ?? ''],
  ['转办摘要', 46, ({ summary }) => summary ?? ''],
  ['被反映单位', 20, ({ accusedDepartmentCode }, nameOf) => nameOf(accusedDepartmentCode)],
  ['承办单位', 24, ({ departments }) => departments.map(({ name }) => name).join('、')],
  ['状态', 12, ({ status }) => wordOf('status', status)],
  ['灯色', 8, ({ light }) => wordOf('light', light)],
  ['当前时限', 17, ({ dueAt }) => minuteOf(dueAt)],
  ['轮次', 6, ({ round }) => round],
  ['重复次数', 9, ({ repeatCount }) => repeatCount],
  ['催办次数', 9, ({ urgeCount }) => urgeCount],
  ['退单次数', 9, ({ returnCount }) => returnCount],
];

/** The case list as a file, by the list's own filters and under the one visibility rule. Source: domain text 6.6, 6.7. */
@Injectable()
export class CaseListMaker extends ExportMaker {
  constructor(
    private readonly extracts: Extracts,
    private readonly reference: Reference,
  ) {
    super();
  }

  /** Throws `export.too-many-rows` (409) beyond what the city allows in one file. */
  async make(job: ExportJob): Promise<Made> {
    const { of, by } = job;
    const { mostRows } = PUBLICITY.exports;
    const query = { ...of.params.filter, page: 1, pageSize: AT_ONCE } as CaseListQuery;
    const numbers = await this.extracts.numbers(query, by, mostRows);
    if (numbers.length > mostRows) throw new DomainError('export.too-many-rows', 409, { most: mostRows });
    const file = of.format === 'csv' ? new CsvFile(watermarkOf(job)) : await XlsxFile.open(job);
    const cases: string[] = [];
    await job.tick(0, numbers.length);
    for (let from = 0; from < numbers.length; from += AT_ONCE) {
      const lines = await this.extracts.lines(numbers.slice(from, from + AT_ONCE), by);
      file.add(lines.map((line) => this.cells(line)));
      cases.push(...lines.map(({ caseNumber }) => caseNumber));
      await job.tick(Math.min(from + AT_ONCE, numbers.length), numbers.length);
    }
    return { bytes: await file.end(cases.length), cases, original: readsOriginal(by) };
  }

  private cells(row: CaseRow): (string | number)[] {
    const nameOf = (code?: string) => (code ? (this.reference.department(code)?.name ?? code) : '');
    return COLUMNS.map(([, , of]) => of(row, nameOf)).map((cell) => (typeof cell === 'string' ? inert(cell) : cell));
  }
}

const HEADS = COLUMNS.map(([head]) => head);

class CsvFile {
  private readonly lines: (string | number)[][] = [HEADS];

  constructor(private readonly watermark: string) {}

  add(lines: (string | number)[][]): void {
    this.lines.push(...lines);
  }

  /** Byte-order mark and CRLF, as spreadsheets of the office want it; the mark stands below the lines. */
  end(): Promise<Buffer> {
    const text = stringify([...this.lines, [this.watermark]], { bom: true, record_delimiter: 'windows', escape_formulas: true });
    return Promise.resolve(Buffer.from(text, 'utf8'));
  }
}

class XlsxFile {
  private constructor(private readonly sheet: SheetFile) {}

  static async open(job: ExportJob): Promise<XlsxFile> {
    const sheet = await SheetFile.open('工单清单', watermarkOf(job));
    const filter = Object.entries(job.of.params.filter ?? {}).map(([name, value]) => `${name}=${String(value)}`);
    sheet.cover([
      ['编号', job.of.number],
      ['内容', '工单清单'],
      ['导出人', `${job.by.name}（${job.by.username}）`],
      ['用途', job.of.reason],
      ['筛选条件', filter.length > 0 ? filter.join('；') : '全部'],
    ]);
    sheet.begin(
      '清单',
      HEADS,
      COLUMNS.map(([, width]) => width),
    );
    return new XlsxFile(sheet);
  }

  add(lines: (string | number)[][]): void {
    this.sheet.add(lines);
  }

  end(count: number): Promise<Buffer> {
    return this.sheet.end(`共 ${count} 件`);
  }
}
