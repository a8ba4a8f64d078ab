import { stringify } from 'csv-stringify/sync';
import type ExcelJS from 'exceljs';
import { inert } from '../domain/export-life.js';
import type { FigureView } from './statistics.dto.js';

/** A table on its way out of the house. */
export interface Sheet {
  title: string;
  /** File name in ASCII, without ending. */
  file: string;
  /** Head of the first column; absent: the figures stand below each other. */
  head?: string;
  rows: { label: string; figures: readonly FigureView[] }[];
  /** Who exported it and when, printed on every page. Source: domain text 6.6. */
  watermark: string;
}
type Cell = string | number | null;

const TALL = ['指标', '数值', '分子', '分母', '公式'];
const FORMULA_SHEET = ['行', '指标', '数值', '分子', '分母', '样本', '公式'];
const NUMBER_FORMATS: Record<string, string> = { share: '0.0%', hours: '0.0', cases: '0', calls: '0', seconds: '0.0' };

const printed = ({ value, unit }: FigureView): Cell => {
  if (value === null) return null;
  return unit === 'share' ? `${(value * 100).toFixed(1)}%` : Math.round(value * 10) / 10;
};

const headOf = ({ head, rows }: Sheet): string[] =>
  head === undefined ? TALL : [head, ...(rows[0]?.figures.map(({ name }) => name) ?? [])];

/** The lines of the data sheet, with values as given by `show`. */
function linesOf({ head, rows }: Sheet, show: (figure: FigureView) => Cell): Cell[][] {
  if (head !== undefined) return rows.map(({ label, figures }) => [inert(label), ...figures.map(show)]);
  return (rows[0]?.figures ?? []).map((figure) => [figure.name, show(figure), figure.numerator, figure.denominator, figure.formula]);
}

/** CSV for spreadsheets: byte-order mark, CRLF, and no cell that a spreadsheet would take as a formula. */
export function csvOf(sheet: Sheet): Buffer {
  const lines = [headOf(sheet), ...linesOf(sheet, printed), [sheet.watermark]];
  return Buffer.from(stringify(lines, { bom: true, record_delimiter: 'windows', escape_formulas: true }), 'utf8');
}

/** A workbook: the figures, and a sheet with every formula, numerator and denominator. What writes it is loaded by the first. */
export async function xlsxOf(sheet: Sheet): Promise<Buffer> {
  const { default: library } = await import('exceljs');
  const book = new library.Workbook();
  const data = page(book, sheet.title, sheet);
  data.addRow(headOf(sheet)).font = { bold: true };
  for (const line of linesOf(sheet, ({ value }) => value)) data.addRow(line);
  formatNumbers(data, sheet);
  const formulas = page(book, '公式', sheet);
  formulas.addRow(FORMULA_SHEET).font = { bold: true };
  for (const { label, figures } of sheet.rows) {
    for (const figure of figures) {
      const { name, value, numerator, denominator, unit, small, formula } = figure;
      const row = formulas.addRow([inert(label), name, value, numerator, denominator, small ? '不足10件' : '', formula]);
      row.getCell(3).numFmt = NUMBER_FORMATS[unit]!;
    }
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

function page(book: ExcelJS.Workbook, name: string, { title, watermark }: Sheet): ExcelJS.Worksheet {
  const plain = (text: string) => text.replaceAll('&', '&&');
  const sheet = book.addWorksheet(name, {
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
    headerFooter: { oddHeader: `&C${plain(title)}`, oddFooter: `&L${plain(watermark)}&R&P / &N` },
    views: [{ state: 'frozen', ySplit: 1 }],
  });
  sheet.properties.defaultColWidth = 14;
  return sheet;
}

function formatNumbers(data: ExcelJS.Worksheet, { head, rows }: Sheet): void {
  const figures = rows[0]?.figures ?? [];
  figures.forEach(({ unit }, index) => {
    if (head === undefined) data.getRow(index + 2).getCell(2).numFmt = NUMBER_FORMATS[unit]!;
    else data.getColumn(index + 2).numFmt = NUMBER_FORMATS[unit]!;
  });
  data.getColumn(1).width = 24;
}
