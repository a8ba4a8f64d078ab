import { type MonitoringFigure, monthsBetween, owedMonths, reportProblems, silentMonths } from './monitoring.js';

const FIGURES: MonitoringFigure[] = [
  { code: 'inspections', text: '检查', textEn: 'Inspections', unit: 'count', most: 100 },
  { code: 'score', text: '评分', textEn: 'Score', unit: 'score', most: 5 },
];

describe('the months of a monitoring point', () => {
  it('run over the end of a year', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
  });

  it.each([
    ['that began two months ago', '2026-09', null, ['2026-09', '2026-10']],
    ['that begins this month', '2026-11', null, []],
    ['that has ended', '2026-06', '2026-08-15', ['2026-06', '2026-07']],
    ['that ends later', '2026-10', '2027-01-31', ['2026-10']],
  ])('owed by one %s', (_, since, endedOn, months) => {
    expect(owedMonths(since, endedOn, '2026-11-23')).toEqual(months);
  });

  it('are silent where nobody reported', () => {
    expect(silentMonths(['2026-08', '2026-09', '2026-10'], ['2026-09'])).toEqual(['2026-08', '2026-10']);
  });
});

describe('a monthly report', () => {
  it.each([
    [{ inspections: 3, score: 4.5 }, []],
    [{ inspections: 3 }, [{ field: 'values.score', code: 'required' }]],
    [{ inspections: -1, score: 4 }, [{ field: 'values.inspections', code: 'too-small' }]],
    [{ inspections: 101, score: 4 }, [{ field: 'values.inspections', code: 'too-large' }]],
    [{ inspections: '3', score: 4 }, [{ field: 'values.inspections', code: 'not-a-number' }]],
    [{ inspections: 3, score: 4, phone: 1 }, [{ field: 'values.phone', code: 'not-allowed' }]],
  ])('%j', (values, problems) => {
    expect(reportProblems(FIGURES, values)).toEqual(problems);
  });
});
