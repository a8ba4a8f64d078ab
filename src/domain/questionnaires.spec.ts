import { readFileSync } from 'node:fs';
import { answerProblems, type Questionnaire, readQuestionnaires, resultsOf } from './questionnaires.js';

const settings = (): Questionnaire[] => JSON.parse(readFileSync('config/questionnaires.json', 'utf8')) as Questionnaire[];
const [ONE] = readQuestionnaires(settings()) as [Questionnaire];
const FULL = { overall: 4, speed: 3, attitude: 5, trips: 'one', change: 'better' };

describe('questionnaires', () => {
  it('are read from the settings', () => {
    expect(readQuestionnaires(settings()).map(({ code }) => code)).toEqual(['environment', 'after-visit']);
  });

  it.each([
    ['a question twice', (one: Questionnaire) => void one.questions.push(one.questions[0]!), 'different codes'],
    ['a choice without options', (one: Questionnaire) => void delete one.questions[3]!.options, 'options with a choice'],
    [
      'a scale with options',
      (one: Questionnaire) => void (one.questions[0]!.options = one.questions[3]!.options!),
      'options with a choice',
    ],
    ['no question', (one: Questionnaire) => void (one.questions = []), 'at least one entry'],
    ['an unknown kind', (one: Questionnaire) => void (one.questions[0]!.kind = 'stars' as never), 'one of scale'],
  ])('are refused with %s', (_, spoil, why) => {
    const wrong = settings();
    spoil(wrong[0]!);
    expect(() => readQuestionnaires(wrong)).toThrow(why);
  });
});

describe('answers', () => {
  it('need every question but the optional ones', () => {
    expect(answerProblems(ONE, FULL)).toEqual([]);
    const { overall: _, ...rest } = FULL;
    expect(answerProblems(ONE, rest)).toEqual([{ field: 'answers.overall', code: 'required' }]);
  });

  it.each([
    [{ ...FULL, overall: 6 }, 'answers.overall', 'not-in-list'],
    [{ ...FULL, overall: '4' }, 'answers.overall', 'not-in-list'],
    [{ ...FULL, trips: 'nine' }, 'answers.trips', 'not-in-list'],
    [{ ...FULL, trouble: 'slow' }, 'answers.trouble', 'not-a-list'],
    [{ ...FULL, trouble: ['slow', 'slow'] }, 'answers.trouble', 'not-in-list'],
    [{ ...FULL, words: 'x'.repeat(2001) }, 'answers.words', 'too-long'],
    [{ ...FULL, phone: '13800001111' }, 'answers.phone', 'not-allowed'],
  ])('%j are refused', (answers, field, code) => {
    expect(answerProblems(ONE, answers)).toEqual([{ field, code }]);
  });
});

describe('results', () => {
  it('count each question by those who answered it, and call a small sample small', () => {
    const all = [FULL, { ...FULL, overall: 2, trouble: ['slow', 'fees'] }, { ...FULL, trouble: ['fees'] }];
    const results = resultsOf(ONE, all);
    expect(results[0]).toMatchObject({ code: 'overall', n: 3, small: true, mean: 10 / 3 });
    const trouble = results.find(({ code }) => code === 'trouble')!;
    expect([trouble.n, trouble.options.find(({ code }) => code === 'fees')]).toEqual([2, { code: 'fees', count: 2, share: 1 }]);
    expect(
      resultsOf(
        ONE,
        Array.from({ length: 10 }, () => FULL),
      )[0]!.small,
    ).toBe(false);
    expect(resultsOf(ONE, [])[0]).toMatchObject({ n: 0, small: true });
    expect(resultsOf(ONE, [])[0]).not.toHaveProperty('mean');
  });
});
