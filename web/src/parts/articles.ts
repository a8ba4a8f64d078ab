import { ref } from 'vue';
import { api } from '../api/client.js';
import { reader } from '../api/session.js';
import type { Article, ArticleTasks, ArticleVersion } from '../api/types.js';
import { w } from '../words/index.js';
import { copyOrMark } from './copying.js';
import type { SheetField, SheetValues } from './sheet.js';

/** What waits for this reader in the knowledge base. */
export const articleTasks = ref<ArticleTasks | null>(null);
export const readArticleTasks = (): void =>
  void api.get<ArticleTasks>('/knowledge/tasks').then(
    (tasks) => (articleTasks.value = tasks),
    () => undefined,
  );

/** The answer with its ground, for the clipboard. */
export const copyAnswer = (article: Pick<Article, 'body' | 'legalBasis'>): Promise<void> =>
  copyOrMark([article.body, article.legalBasis].filter(Boolean).join('\n'));

/** The form of a text; a further version says what is new. */
export function articleFields(isFurther: boolean): SheetField[] {
  const { fields, help } = w.value.articles;
  return [
    { name: 'title', label: fields.title, kind: 'line', required: true, most: 200 },
    { name: 'body', label: fields.body, kind: 'text', required: true, most: 8000, rows: 10, help: help.body },
    { name: 'legalBasis', label: fields.legalBasis, kind: 'line', most: 500 },
    { name: 'source', label: fields.source, kind: 'line', most: 300 },
    { name: 'tags', label: fields.tags, kind: 'lines', rows: 3, help: help.tags },
    { name: 'categories', label: fields.categories, kind: 'categories' },
    { name: 'validFrom', label: fields.validFrom, kind: 'day', required: true, half: true },
    { name: 'validTo', label: fields.validTo, kind: 'day', half: true, help: help.validTo },
    { name: 'reviewAt', label: fields.reviewAt, kind: 'day', required: true, half: true, help: help.reviewAt },
    { name: 'open', label: fields.open, kind: 'switch', half: true },
    ...(isFurther ? [{ name: 'note', label: fields.note, kind: 'text' as const, most: 500, rows: 2 }] : []),
  ];
}

/** The form's values of a text that is there already. */
export function startOf(one: ArticleVersion | undefined): SheetValues {
  if (!one) return { open: true };
  const { title, body, legalBasis, source, tags, categories, validFrom, validTo, reviewAt, open } = one;
  return { title, body, legalBasis, source, tags: tags.join('\n'), categories, validFrom, validTo, reviewAt, open };
}

export const isWriter = (): boolean => reader.value?.roles.some((role) => role === 'handler' || role === 'leader') ?? false;

/** A sentence that stayed, went or came. */
export interface Piece {
  text: string;
  is: 'same' | 'gone' | 'new';
}

/** How one text became the other, sentence by sentence: the longest common row of sentences stays. */
export function differenceOf(before: string, after: string): Piece[] {
  const [a, b] = [sentences(before), sentences(after)];
  const longest = a.map(() => b.map(() => 0)).concat([b.map(() => 0)]);
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) longest[i]![j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pieces: Piece[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && a[i] === b[j]) {
      pieces.push({ text: a[i]!, is: 'same' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) pieces.push({ text: a[i++]!, is: 'gone' });
    else pieces.push({ text: b[j++]!, is: 'new' });
  }
  return pieces;
}
const sentences = (text: string): string[] => text.match(/[^。！？；\n]+[。！？；]?\n*|\n+/g) ?? [];
