import { type Facts, filled, withoutMissing } from '../../../src/domain/template.js';
import type { RuleHistory } from '../api/types.js';
import { w, wordOf } from '../words/index.js';
import type { Content } from './content.js';

/** Texts to complainants: where they stand, what they are called, and how they read with facts filled in. */

export type TextSlot = NonNullable<RuleHistory['slots']>[number];
export type TextWords = Record<string, string>;
export const TEXT_KINDS: readonly string[] = ['notices', 'messages'];

const partsOf = (path: string): [part: string, name: string] => {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
};
/** What stands at a place; both its parts, subject and text or the two languages. */
export const textAt = (content: Content, path: string): TextWords | undefined => {
  const [part, name] = partsOf(path);
  return (content[part] as Record<string, TextWords> | undefined)?.[name];
};

/** What a text is called: a message by what it says, a sentence by the status or event it is about. */
export function textLabel(path: string): string {
  const [part, name] = partsOf(path);
  if (part === 'templates') return wordOf(w.value.notices.templates, name);
  if (part === 'statusText') return wordOf(w.value.vocabulary.status, name);
  return wordOf({ ...w.value.vocabulary.events, ...w.value.texts.events }, name);
}
/** When a message is sent; empty for a sentence. */
export const textWhen = (path: string): string => w.value.texts.when[partsOf(path)[1]] ?? '';

const COURSE = ['caseNumber'];
/** The heading a text stands under. */
export function groupOf({ path, needed }: TextSlot): string {
  const [part, name] = partsOf(path);
  if (part === 'templates') return COURSE.every((fact) => needed.includes(fact)) ? 'course' : 'other';
  return part === 'timeline' ? name.split('.')[0]! : part;
}

/** A text as its reader gets it, with the gaps nobody can fill left as they are written; messages have no brackets that fall away. */
export const rendered = (text: string, facts: Facts, brackets: boolean): string =>
  filled(brackets ? withoutMissing(text, facts) : text, facts);
