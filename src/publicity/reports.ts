import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/case-state.js';
import { comparison, figureWords, reportText, partWords } from '../domain/report-words.js';
import { INDEX_RATES } from '../domain/scoring-settings.js';
import { fromInstant, isoOf, toInstant } from '../domain/time.js';
import { Clock } from '../platform/clock.js';
import { Db } from '../platform/db.js';
import { configJson } from '../platform/settings.js';
import type { FigureRow, FigureView } from '../statistics/statistics.dto.js';
import { RANKING } from './ranking.js';
import { type ReportFigures, ReportFiguresQueries, spanOf } from './report-figures.js';
import type { ReportTableView, ReportView } from './report.dto.js';
import { type ReportKind, type ReportTable, TEMPLATES } from './report-template.js';
import { type StoredTypicalCase, TypicalCaseStore, type TypicalRow } from './typical-case.store.js';

const CITY = configJson<{ city: string; name: string; hotline: string }>('city.json');
const WORDS = configJson<Record<string, Record<string, string>>>('reports/words.json');
const MOST_NAMED = 5;
const listed = (parts: readonly string[]): string => (parts.length > 0 ? parts.join('、') : '无');
const receivedOf = ({ figures }: FigureRow): number => figures.find(({ key }) => key === 'received')?.value ?? 0;
const monthWords = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

type Facts = Record<string, string | undefined>;

/** Writes reports of a month from their templates: the same words for page, document and workbook. Source: domain sources 3.2. */
@Injectable()
export class Reports {
  constructor(
    private readonly figures: ReportFiguresQueries,
    private readonly typical: TypicalCaseStore,
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** The report as its reader may see it. Throws an Error where a template names what is not known. */
  async of(kind: ReportKind, month: string, by: Actor): Promise<ReportView> {
    const template = TEMPLATES[kind];
    const figures = await this.figures.of(month, by);
    const cases = await this.published(month);
    const facts = { ...headFacts(month), ...figureFacts(figures), ...listFacts(figures), ...caseFacts(cases) };
    const sections = template.sections.map(({ heading, paragraphs = [], table }) => ({
      heading,
      paragraphs: paragraphs.map((sentence) => reportText(sentence, facts)).filter(Boolean),
      table: table ? TABLES[table](figures, cases) : null,
    }));
    const at = this.clock.now();
    return {
      kind,
      month,
      title: reportText(template.title, facts),
      subtitle: template.subtitle ? reportText(template.subtitle, facts) : '',
      sections,
      figures: kind === 'ranking' ? figures.now.filter(({ key }) => (INDEX_RATES as readonly string[]).includes(key)) : figures.now,
      provisional: toInstant(spanOf(month).to) > at,
      compiledAt: isoOf(at),
    };
  }

  /** Typical cases that were published in the month and still are. */
  private async published(month: string): Promise<StoredTypicalCase[]> {
    const { from, to } = spanOf(month);
    const rows = await this.db.read<TypicalRow>(
      "SELECT t.* FROM typical_cases t WHERE t.state = 'published' AND t.publishedAt >= ? AND t.publishedAt < ? ORDER BY t.publishedAt, t.id",
      [fromInstant(from), toInstant(to)],
    );
    return rows.map((row) => this.typical.open(row));
  }
}

const headFacts = (month: string): Facts => ({ ...CITY, month: monthWords(month) });

/** Every figure by its key: its value, its parts, and how it stands against last month and last year's month. */
function figureFacts({ now, lastMonth, lastYear }: ReportFigures): Facts {
  const facts: Facts = {};
  for (const figure of now) {
    const { key, name } = figure;
    const earlier = (list: readonly FigureView[]) => list.find((one) => one.key === key);
    facts[key] = figure.value === null && figure.unit !== 'cases' ? '无' : figureWords(figure);
    facts[`${key}:name`] = name;
    facts[`${key}:part`] = partWords(figure);
    facts[`${key}:month`] = comparison(figure, earlier(lastMonth), '上月');
    facts[`${key}:year`] = comparison(figure, earlier(lastYear), '上年同月');
  }
  return facts;
}

function listFacts({ categories, categoriesBefore, departments, ranking, channels, kinds }: ReportFigures): Facts {
  const counts = (table: string, list: readonly [string, number][]) =>
    listed(list.map(([code, n]) => `${WORDS[table]?.[code] ?? code} ${n} 件`));
  const leaves = (rows: readonly FigureRow[]) => rows.flatMap(({ children = [] }) => children);
  const before = new Map(leaves(categoriesBefore).map((row) => [row.code, receivedOf(row)]));
  const rise = (row: FigureRow) => receivedOf(row) - (before.get(row.code) ?? 0);
  const most = (rows: readonly FigureRow[], by: (row: FigureRow) => number) =>
    rows
      .filter((row) => by(row) > 0)
      .sort((a, b) => by(b) - by(a) || (a.code < b.code ? -1 : 1))
      .slice(0, MOST_NAMED);
  const rising = most(leaves(categories), rise).slice(0, 3);
  const named = (of: (row: RankRow) => boolean) => listed(ranking.rows.filter(of).map(({ name }) => name));
  const unranked = ranking.rows.filter(({ rank, sample }) => rank === null && sample > 0);
  return {
    channels: counts('channel', channels),
    kinds: counts('kind', kinds),
    topCategories: listed(most(leaves(categories), receivedOf).map((row) => `${row.name} ${receivedOf(row)} 件`)),
    risingCategories: rising.length > 0 ? listed(rising.map((row) => `${row.name} +${rise(row)} 件`)) : undefined,
    topDepartments: listed(most(departments, receivedOf).map((row) => `${row.name} ${receivedOf(row)} 件`)),
    red: named(({ list }) => list === 'red'),
    black: named(({ list }) => list === 'black'),
    unranked: unranked.length > 0 ? listed(unranked.map(({ name }) => name)) : undefined,
    rankingFormula: ranking.formula,
    minimum: String(ranking.minimum),
    top: String(RANKING.rule.top),
    bottom: String(RANKING.rule.bottom),
  };
}
type RankRow = ReportFigures['ranking']['rows'][number];

const caseFacts = (cases: readonly StoredTypicalCase[]): Facts => ({
  typicalCount: cases.length > 0 ? `本月公布典型案例 ${cases.length} 件。` : '本月没有公布典型案例。',
});

const cellOf = (figure: FigureView | undefined): string => {
  if (!figure || figure.value === null) return '–';
  return figure.unit === 'share' ? `${figureWords(figure)}${figure.small ? '*' : ''}` : figureWords(figure).replace(/ .*$/, '');
};
const DEPARTMENT_COLUMNS = ['received', 'closed', 'overdue', 'response-rate', 'on-time-closing', 'solution-rate', 'satisfaction'];
const CATEGORY_COLUMNS = ['received', 'closed', 'on-time-closing', 'satisfaction', 'verified-rate'];

function rowsTable(head: string, rows: readonly FigureRow[], keys: readonly string[]): ReportTableView {
  const first = rows[0]?.figures ?? [];
  const columns = keys.filter((key) => first.some((one) => one.key === key));
  const of = (row: FigureRow, key: string) => row.figures.find((one) => one.key === key);
  return {
    head: [head, ...columns.map((key) => first.find((one) => one.key === key)!.name)],
    rows: rows.filter((row) => receivedOf(row) > 0).map((row) => [row.name, ...columns.map((key) => cellOf(of(row, key)))]),
  };
}

const TABLES: Readonly<Record<ReportTable, (figures: ReportFigures, cases: readonly StoredTypicalCase[]) => ReportTableView>> = {
  figures: ({ now, lastMonth, lastYear }) => ({
    head: ['指标', '本月', '上月', '上年同月'],
    rows: now.map((figure) => {
      const earlier = (list: readonly FigureView[]) => cellOf(list.find(({ key }) => key === figure.key));
      return [figure.name, cellOf(figure), earlier(lastMonth), earlier(lastYear)];
    }),
  }),
  categories: ({ categories }) => rowsTable('类别', categories, CATEGORY_COLUMNS),
  departments: ({ departments }) =>
    rowsTable(
      '单位',
      [...departments].sort((a, b) => receivedOf(b) - receivedOf(a)),
      DEPARTMENT_COLUMNS,
    ),
  ranking: ({ ranking, rankedRows }) => ({
    head: ['名次', '单位', '分组', '综合指数', '响应率', '解决率', '满意率', '最小样本（件）'],
    rows: ranking.rows.map(({ code, name, group, rank, index, sample }) => {
      const figures = rankedRows.find((one) => one.code === code)?.figures ?? [];
      const rates = ['response-rate', 'solution-rate', 'satisfaction'].map((key) => cellOf(figures.find((one) => one.key === key)));
      return [
        rank === null ? '不排名' : String(rank),
        name,
        WORDS.group?.[group] ?? group,
        index === null ? '–' : index.toFixed(2),
        ...rates,
        String(sample),
      ];
    }),
  }),
  typicalCases: (_, cases) => ({
    head: ['编号', '题目', '发生了什么', '怎么处理的'],
    rows: cases.map(({ number, texts }) => [number ?? '', texts.title, texts.happened, texts.dealt]),
  }),
};
