import type { CaseStatus } from '../domain/vocabulary.js';
import { fields, some, whole } from '../domain/setting-checks.js';
import { configJson } from '../platform/settings.js';

/** What a message says; mail has a subject. `{caseNumber}`, `{link}`, `{city}`, `{hotline}` are filled in. */
export interface Template {
  subject: string;
  text: string;
}

/** Which event sends which template. */
export interface Cause {
  event: string;
  template: string;
  /** Once for the event (default), or once for a round of the case. */
  once?: 'event' | 'round';
  /** Only while the case stands so; by then it may have moved on. */
  while?: CaseStatus[];
}

/** `config/notices.json`: what a city edits. */
export interface NoticeSettings {
  causes: Cause[];
  templates: Record<string, Template>;
  survey: { template: string; days: number };
  /** Sent to an enterprise with the link to a questionnaire. */
  invitation: string;
  /** Sent to whoever writes without an open case. */
  unknownSender: string;
  /** Says that there is news and nothing else; for matters that must stay unknown. */
  neutral: string;
  /** How long it is kept where a message went. */
  recipients: { keepDays: number };
  retryMinutes: number[];
  stopWords: string[];
  startWords: string[];
}

export const NOTICES = checked(configJson<NoticeSettings>('notices.json'));

/** What is counted in is checked when it is read; the templates have a test of their own. */
function checked(settings: NoticeSettings): NoticeSettings {
  fields({ keepDays: whole(30) })(settings.recipients, 'notices.json: recipients');
  some(whole(1))(settings.retryMinutes, 'notices.json: retryMinutes');
  return settings;
}

const { city, hotline } = configJson<{ city: string; hotline: string }>('city.json');

/** Facts that stand in a message; never a name, never what the matter is about. Source: domain text 6.1, 6.2. */
export interface LetterFacts {
  caseNumber?: string | undefined;
  link?: string | undefined;
}

/** The words of a message. Throws when the template is unknown or names a fact that is missing. */
export function lettered(name: string, facts: LetterFacts, templates = NOTICES.templates): Template {
  const template = templates[name];
  if (!template) throw new Error(`No notice template is named ${name}`);
  const known: Record<string, string | undefined> = { city, hotline, ...facts };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, fact: string) => {
      const value = known[fact];
      if (value === undefined) throw new Error(`The notice template ${name} needs ${fact}`);
      return value;
    });
  return { subject: fill(template.subject), text: fill(template.text) };
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
