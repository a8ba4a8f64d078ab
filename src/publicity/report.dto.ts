import { Shown } from '../platform/http/fields.js';
import { FigureView } from '../statistics/statistics.dto.js';
import { REPORT_KINDS } from './report-template.js';

export class ReportTableView {
  @Shown({ type: String, isArray: true }) head!: string[];
  @Shown({ type: 'array', items: { type: 'array', items: { type: 'string' } } }) rows!: string[][];
}
export class ReportSectionView {
  @Shown() heading!: string;
  @Shown({ type: String, isArray: true }) paragraphs!: string[];
  @Shown({ type: ReportTableView, nullable: true }) table!: ReportTableView | null;
}

/** A report of a month, ready to be read: sentences filled in, tables in words, and how every figure is counted. */
export class ReportView {
  @Shown({ enum: REPORT_KINDS }) kind!: string;
  @Shown({ description: 'YYYY-MM' }) month!: string;
  @Shown() title!: string;
  @Shown() subtitle!: string;
  @Shown({ type: ReportSectionView, isArray: true }) sections!: ReportSectionView[];
  @Shown({ type: FigureView, isArray: true, description: 'Each with formula, numerator and denominator' }) figures!: FigureView[];
  @Shown({ description: 'The month is not over: figures will still move' }) provisional!: boolean;
  @Shown({ format: 'date-time' }) compiledAt!: string;
}
