import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { FigureView } from '../statistics/statistics.dto.js';
import { figureWords } from '../domain/report-words.js';
import type { ReportTableView, ReportView } from './report.dto.js';

/** Faces every office in China has; sizes in half points, as the standard for official documents comes near to. */
const FONT = { ascii: 'Times New Roman', eastAsia: '宋体', hAnsi: 'Times New Roman' };
const HEAD_FONT = { ascii: 'Times New Roman', eastAsia: '黑体', hAnsi: 'Times New Roman' };
const [TITLE, HEADING, TEXT, SMALL] = [40, 28, 24, 18];
const LINE = { style: BorderStyle.SINGLE, size: 4, color: 'B8C0CA' };
const BORDERS = { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE };
const ACCENT = '1D4F91';

const words = (text: string, size: number, more: object = {}): TextRun => new TextRun({ text, size, font: FONT, ...more });

function tableOf({ head, rows }: ReportTableView): Table {
  const share = Math.floor(100 / head.length);
  const cell = (text: string, isHead: boolean, place: number) =>
    new TableCell({
      width: { size: share, type: WidthType.PERCENTAGE },
      ...(isHead ? { shading: { fill: 'EAF1F9' } } : {}),
      children: [
        new Paragraph({
          alignment: place === 0 || text.length > 14 ? AlignmentType.LEFT : AlignmentType.CENTER,
          children: [words(text, SMALL, { bold: isHead })],
        }),
      ],
    });
  const line = (cells: readonly string[], isHead: boolean) =>
    new TableRow({ tableHeader: isHead, cantSplit: true, children: cells.map((text, place) => cell(text, isHead, place)) });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: BORDERS,
    rows: [line(head, true), ...rows.map((row) => line(row, false))],
  });
}

const heading = (text: string): Paragraph =>
  new Paragraph({
    heading: HeadingLevel.HEADING_1,
    spacing: { before: 280, after: 120 },
    keepNext: true,
    children: [new TextRun({ text, size: HEADING, font: HEAD_FONT, bold: true, color: ACCENT })],
  });
const paragraph = (text: string): Paragraph =>
  new Paragraph({ spacing: { line: 400, after: 60 }, indent: { firstLine: 480 }, children: [words(text, TEXT)] });

/** How every figure is counted, as the last part of the document. */
const formulaTable = (figures: readonly FigureView[]): ReportTableView => ({
  head: ['指标', '数值', '分子', '分母', '算法'],
  rows: figures.map((figure) => [
    figure.name,
    figureWords(figure),
    String(figure.numerator),
    figure.denominator === null ? '–' : String(figure.denominator),
    figure.formula,
  ]),
});

/** The report as a Word document; its mark stands in the header of every page. Source: domain text 6.6, section 9. */
export async function docxOf(report: ReportView, watermark: string): Promise<Buffer> {
  const center = (run: TextRun, after: number) => new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after }, children: [run] });
  const children = [
    center(new TextRun({ text: report.title, size: TITLE, font: HEAD_FONT, bold: true }), 80),
    center(
      words([report.subtitle, `统计时间 ${report.compiledAt.slice(0, 10)}`].filter(Boolean).join('  '), TEXT, { color: '5B6776' }),
      240,
    ),
    ...(report.provisional ? [paragraph('本月尚未结束，以下为截至统计时的数据。')] : []),
    ...report.sections.flatMap((section) => [
      heading(section.heading),
      ...section.paragraphs.map(paragraph),
      ...(section.table && section.table.rows.length > 0 ? [tableOf(section.table)] : []),
    ]),
    heading('附：指标算法'),
    paragraph('带 * 的比率样本不足 10 件，仅供参考，不作比较。'),
    tableOf(formulaTable(report.figures)),
  ];
  const mark = new Paragraph({ alignment: AlignmentType.RIGHT, children: [words(watermark, SMALL, { color: 'B42318' })] });
  const pages = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ size: SMALL, font: FONT, children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] })],
  });
  const document = new Document({
    creator: '12345',
    title: report.title,
    styles: { default: { document: { run: { font: FONT, size: TEXT } } } },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 }, margin: { top: 1440, bottom: 1200, left: 1300, right: 1300 } } },
        headers: { default: new Header({ children: [mark] }) },
        footers: { default: new Footer({ children: [pages] }) },
        children,
      },
    ],
  });
  return Packer.toBuffer(document);
}
