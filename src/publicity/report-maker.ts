import { Injectable } from '@nestjs/common';
import { inert } from '../domain/export-life.js';
import { type ExportJob, ExportMaker, type Made, watermarkOf } from './export-jobs.js';
import type { ReportKind } from './report-template.js';
import type { ReportView } from './report.dto.js';
import { Reports } from './reports.js';
import { SheetFile } from './sheet-file.js';

const PARTS = 3;
const FORMULA_HEAD = ['指标', '数值', '单位', '分子', '分母', '样本', '算法'];
const UNITS: Record<string, string> = { cases: '件', calls: '个', share: '比率', hours: '小时', seconds: '秒' };
/** A sheet's name holds at most 31 characters, and none of these signs. */
const sheetName = (heading: string): string =>
  heading
    .replace(/[\\/?*[\]:]/g, '')
    .replace(/^[一二三四五六七八九十]+、/, '')
    .slice(0, 28);

/** Reports as documents and workbooks. */
@Injectable()
export class ReportMaker extends ExportMaker {
  constructor(private readonly reports: Reports) {
    super();
  }

  async make(job: ExportJob): Promise<Made> {
    const { of, by } = job;
    await job.tick(0, PARTS);
    const report = await this.reports.of(of.kind as ReportKind, of.params.month!, by);
    await job.tick(1, PARTS);
    const bytes = of.format === 'docx' ? await documentOf(report, job) : await workbookOf(report, job);
    await job.tick(2, PARTS);
    return { bytes, cases: [], original: false };
  }
}

/** The report as a document; what writes those is loaded by the first of them. */
async function documentOf(report: ReportView, job: ExportJob): Promise<Buffer> {
  const { docxOf } = await import('./report-docx.js');
  return docxOf(report, watermarkOf(job));
}

/** The report as a workbook: cover, sentences, a sheet for each table, and the sheet of formulas. */
async function workbookOf(report: ReportView, job: ExportJob): Promise<Buffer> {
  const file = await SheetFile.open(report.title, watermarkOf(job));
  file.cover([
    ['编号', job.of.number],
    ['月份', report.month],
    ['统计时间', report.compiledAt.slice(0, 16).replace('T', ' ')],
    ['导出人', `${job.by.name}（${job.by.username}）`],
    ['用途', job.of.reason],
    ...(report.provisional ? [['说明', '本月尚未结束，数据截至统计时'] as [string, string]] : []),
  ]);
  file.begin('正文', ['章节', '内容'], [20, 110]);
  for (const { heading, paragraphs } of report.sections) file.add(paragraphs.map((text) => [inert(heading), inert(text)]));
  file.finish();
  for (const { heading, table } of report.sections) {
    if (!table || table.rows.length === 0) continue;
    file.begin(
      sheetName(heading),
      table.head,
      table.head.map((_, place) => (place === 0 ? 24 : 16)),
    );
    file.add(table.rows.map((row) => row.map(cellOf)));
    file.finish();
  }
  file.begin('指标算法', FORMULA_HEAD, [22, 12, 8, 10, 10, 12, 70]);
  for (const { name, value, unit, numerator, denominator, small, formula } of report.figures) {
    file.add(
      [[name, value, UNITS[unit] ?? unit, numerator, denominator, small ? '不足10件' : '', formula]],
      [undefined, unit === 'share' ? '0.0%' : '0.0'],
    );
  }
  return file.end();
}

/** Plain numbers stay numbers, so that they can be counted with. */
const cellOf = (text: string): string | number =>
  /^\d{1,3}(?:,\d{3})*(?:\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : inert(text);
