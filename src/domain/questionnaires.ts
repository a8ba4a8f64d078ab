import { among, type Check, fields, matching, refuse, some, whole } from './setting-checks.js';

export const QUESTION_KINDS = ['scale', 'choice', 'choices', 'text'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export interface QuestionOption {
  code: string;
  text: string;
  textEn: string;
}
/** A scale runs from 1 (不满意) to 5 (满意). */
export interface Question {
  code: string;
  kind: QuestionKind;
  text: string;
  textEn: string;
  optional?: boolean;
  options?: QuestionOption[];
}
/** `config/questionnaires.json`: what is asked of enterprises. A round keeps the version it was begun with. */
export interface Questionnaire {
  code: string;
  version: number;
  validFrom: string;
  title: string;
  titleEn: string;
  intro: string;
  introEn: string;
  questions: Question[];
}

/** What was answered: a number of 1 to 5, the code of an option, several codes, or words. */
export type Answers = Readonly<Record<string, unknown>>;

export const SCALE = [1, 2, 3, 4, 5] as const;
const MOST_WORDS = 2_000;
/** Below this number of answers a result is shown and called small. Source: domain text, section 9. */
const FEW = 10;

const words = matching(/\S/, 'words');
const code = matching(/^[a-z][a-z-]{0,31}$/, 'a code');
const flag: Check = (value, path) => void (typeof value === 'boolean' || refuse(path, 'true or false', value));
const OPTION = fields({ code, text: words, textEn: words });
const QUESTION = fields({ code, kind: among(QUESTION_KINDS), text: words, textEn: words }, { optional: flag, options: some(OPTION) });
const QUESTIONNAIRE = fields({
  code,
  version: whole(1),
  validFrom: matching(/^\d{4}-\d\d-\d\d$/, 'a day YYYY-MM-DD'),
  title: words,
  titleEn: words,
  intro: words,
  introEn: words,
  questions: some(QUESTION),
});

/** The questionnaires from JSON, or an Error that names the first wrong field by its path. */
export function readQuestionnaires(json: unknown): Questionnaire[] {
  some(QUESTIONNAIRE)(json, 'questionnaires');
  const all = json as Questionnaire[];
  for (const { code: own, questions } of all) {
    const codes = questions.map((one) => one.code);
    if (new Set(codes).size < codes.length) refuse(own, 'questions of different codes', codes);
    for (const { code: name, kind, options } of questions)
      if ((kind === 'choice' || kind === 'choices') !== (options !== undefined))
        refuse(`${own}.${name}`, 'options with a choice alone', options);
  }
  return all;
}

function problemOf({ kind, options = [] }: Question, value: unknown): string | undefined {
  const known = (one: unknown): boolean => options.some((option) => option.code === one);
  if (kind === 'scale') return SCALE.some((one) => one === value) ? undefined : 'not-in-list';
  if (kind === 'choice') return known(value) ? undefined : 'not-in-list';
  if (kind === 'choices') {
    if (!Array.isArray(value)) return 'not-a-list';
    return value.every(known) && new Set(value).size === value.length ? undefined : 'not-in-list';
  }
  return typeof value !== 'string' ? 'not-a-text' : value.length > MOST_WORDS ? 'too-long' : undefined;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What is wrong with answers, by question; answers nobody asked for are wrong too. */
export function answerProblems({ questions }: Pick<Questionnaire, 'questions'>, answers: Answers): { field: string; code: string }[] {
  const asked = questions.flatMap((question) => {
    const value = answers[question.code];
    if (isEmpty(value)) return question.optional ? [] : [{ field: `answers.${question.code}`, code: 'required' }];
    const wrong = problemOf(question, value);
    return wrong ? [{ field: `answers.${question.code}`, code: wrong }] : [];
  });
  const known = new Set(questions.map((one) => one.code));
  const others = Object.keys(answers).filter((name) => !known.has(name));
  return [...asked, ...others.map((name) => ({ field: `answers.${name}`, code: 'not-allowed' }))];
}

/** How one question was answered; shares are of those who answered it. */
export interface QuestionResult {
  code: string;
  kind: QuestionKind;
  n: number;
  /** Fewer than ten answers: shown, and called so. */
  small: boolean;
  /** Mean of a scale, 1 to 5. */
  mean?: number;
  options: { code: string; count: number; share: number }[];
}

/** Counts answers question by question; words are not counted but for how many wrote some. */
export function resultsOf({ questions }: Pick<Questionnaire, 'questions'>, all: readonly Answers[]): QuestionResult[] {
  return questions.map(({ code: own, kind, options }) => {
    const given = all.map((answers) => answers[own]).filter((value) => !isEmpty(value));
    const n = given.length;
    const codes = kind === 'scale' ? SCALE.map(String) : (options ?? []).map((option) => option.code);
    const counted = codes.map((option) => {
      const count = given.filter((value) => (Array.isArray(value) ? value.includes(option) : String(value) === option)).length;
      return { code: option, count, share: n === 0 ? 0 : count / n };
    });
    const mean = kind === 'scale' && n > 0 ? { mean: given.reduce<number>((sum, value) => sum + Number(value), 0) / n } : {};
    return { code: own, kind, n, small: n < FEW, ...mean, options: counted };
  });
}
