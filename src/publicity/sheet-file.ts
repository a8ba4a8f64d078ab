import { PassThrough } from 'node:stream';
import type ExcelJS from 'exceljs';
import { inert } from '../domain/export-life.js';

export type Cell = string | number | null;
const NOTICE = '内部资料，仅供批准的用途使用，不得转发。每次下载均有记录。';
const plain = (text: string): string => text.replaceAll('&', '&&');

/** A workbook written line by line, so that the server breathes in between: a cover with its particulars, then sheets with heads. */
export class SheetFile {
  private readonly parts: Buffer[] = [];
  private readonly done: Promise<void>;
  private current: ExcelJS.Worksheet | undefined;

  private constructor(
    private readonly title: string,
    private readonly watermark: string,
    stream: PassThrough,
    private readonly book: ExcelJS.stream.xlsx.WorkbookWriter,
  ) {
    this.done = new Promise((resolve, reject) => {
      stream
        .on('data', (part: Buffer) => this.parts.push(part))
        .on('end', resolve)
        .on('error', reject);
    });
  }

  /** A new workbook; what writes them is loaded by the first. */
  static async open(title: string, watermark: string): Promise<SheetFile> {
    const { default: library } = await import('exceljs');
    const stream = new PassThrough();
    const book = new library.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true, useStyles: true });
    return new SheetFile(title, watermark, stream, book);
  }

  /** The first sheet: what this is, whose, what for. */
  cover(facts: readonly [name: string, value: string][]): void {
    const sheet = this.page('说明', false);
    sheet.columns = [{ width: 14 }, { width: 80 }];
    this.row(sheet, [this.title], { bold: true, size: 16 });
    for (const [name, value] of facts) this.row(sheet, [name, inert(value)]);
    this.row(sheet, ['水印', this.watermark], { bold: true });
    this.row(sheet, [NOTICE], { color: { argb: 'FFB42318' } });
    sheet.commit();
  }

  /** A sheet with heads; texts that come after are made inert by whoever adds them. */
  begin(name: string, heads: readonly string[], widths: readonly number[]): void {
    const sheet = this.page(name, true);
    sheet.columns = widths.map((width) => ({ width }));
    this.row(sheet, heads, { bold: true });
    this.current = sheet;
  }

  add(lines: readonly (readonly Cell[])[], formats: readonly (string | undefined)[] = []): void {
    for (const line of lines) {
      const row = this.current!.addRow([...line]);
      formats.forEach((format, place) => {
        if (format) row.getCell(place + 1).numFmt = format;
      });
      row.commit();
    }
  }

  /** Ends the sheet, with a last line where there is one to say. */
  finish(last?: string): void {
    if (last) this.row(this.current!, [last]);
    this.current?.commit();
    this.current = undefined;
  }

  async end(last?: string): Promise<Buffer> {
    if (this.current) this.finish(last);
    await this.book.commit();
    await this.done;
    return Buffer.concat(this.parts);
  }

  private row(sheet: ExcelJS.Worksheet, cells: readonly Cell[], font?: Partial<ExcelJS.Font>): void {
    const row = sheet.addRow([...cells]);
    if (font) row.font = font;
    row.commit();
  }

  private page(name: string, isFrozen: boolean): ExcelJS.Worksheet {
    return this.book.addWorksheet(name, {
      pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
      headerFooter: { oddHeader: `&L${plain(this.title)}&R${plain(this.watermark)}`, oddFooter: `&L${plain(this.watermark)}&R&P / &N` },
      views: isFrozen ? [{ state: 'frozen', ySplit: 1 }] : [],
    });
  }
}
