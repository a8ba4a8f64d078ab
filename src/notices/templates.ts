import type { CaseStatus } from '../domain/vocabulary.js';
import type { NoticeText, NoticeTexts } from '../domain/complainant-texts.js';
import { some, whole } from '../domain/setting-checks.js';
import { filledWhole } from '../domain/template.js';
import { configJson } from '../platform/settings.js';

/** Which event sends which template. */
export interface Cause {
  event: string;
  template: string;
  /** Once for the event (default), or once for a round of the case. */
  once?: 'event' | 'round';
  /** Only while the case stands so; by then it may have moved on. */
  while?: CaseStatus[];
}

/** `config/sending.json`: when which message is sent, to whom and how often. What it says is a rule: `config/notices.json`. */
export interface NoticeSettings {
  causes: Cause[];
  survey: { template: string; days: number };
  /** Sent to an enterprise with the link to a questionnaire. */
  invitation: string;
  /** Sent to whoever writes without an open case. */
  unknownSender: string;
  /** Says that there is news and nothing else; for matters that must stay unknown. */
  neutral: string;
  retryMinutes: number[];
  stopWords: string[];
  startWords: string[];
}

export const NOTICES = checked(configJson<NoticeSettings>('sending.json'));

/** What is counted in is checked when it is read. */
function checked(settings: NoticeSettings): NoticeSettings {
  some(whole(1))(settings.retryMinutes, 'sending.json: retryMinutes');
  return settings;
}

const { city, hotline } = configJson<{ city: string; hotline: string }>('city.json');

/** Facts of the usual length, to show a text with and to count its segments; `address` is where the public site stands. */
export const samplesAt = (address: string) => ({
  city,
  hotline,
  caseNumber: '20261102000001',
  link: `${address}/survey#${'X'.repeat(43)}`,
});

/** Facts that stand in a message; never a name, never what the matter is about. Source: domain text 6.1, 6.2. */
export interface LetterFacts {
  caseNumber?: string | undefined;
  link?: string | undefined;
}

/** The words of a message, `{caseNumber}`, `{link}`, `{city}`, `{hotline}` filled in. Throws when the template is unknown or names a fact that is missing. */
export function lettered(name: string, facts: LetterFacts, { templates }: Pick<NoticeTexts, 'templates'>): NoticeText {
  const template = templates[name];
  if (!template) throw new Error(`No notice template is named ${name}`);
  const known: Record<string, string | undefined> = { city, hotline, ...facts };
  return { subject: filledWhole(template.subject, known), text: filledWhole(template.text, known) };
}

/** One unique key for one cause: a template, a case, and the event or the round. */
export const dedupeKeyOf = (cause: Cause, caseNumber: string, event: number, round: number): string =>
  `${cause.template}:${caseNumber}:${cause.once === 'round' ? `r${round}` : event}`;

const plain = (text: string): string => text.normalize('NFKC').trim().toUpperCase();

/** Whether a text says that its sender wants no more messages, or wants them again. */
export function wishIn(text: string, { stopWords, startWords } = NOTICES): 'stop' | 'start' | undefined {
  const said = plain(text);
  if (stopWords.some((word) => plain(word) === said)) return 'stop';
  return startWords.some((word) => plain(word) === said) ? 'start' : undefined;
}
