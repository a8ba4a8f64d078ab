import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

const MOST_TERMS = 400;
const MOST_CHARACTERS = 10_000;

/** Runs of Han characters, and words of any other script or digits. */
const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;
const HAN = /^\p{Script=Han}/u;

const plain = (text: string): string => text.slice(0, MOST_CHARACTERS).normalize('NFKC').toLowerCase();

/**
 * The terms a text is found by: each Latin word or number whole, Chinese in pairs of neighbours (a lone character by itself), at most 400,
 * each once. Blind tokens are made of them, so no word list is needed and every engine can search. Source: domain text 6.2.
 */
export function searchTerms(text: string): string[] {
  const terms = new Set<string>();
  for (const [run] of plain(text).matchAll(RUN)) {
    const characters = HAN.test(run) ? [...run] : [run];
    if (characters.length === 1) terms.add(characters[0] ?? '');
    for (let i = 1; i < characters.length; i += 1) terms.add(`${characters[i - 1]}${characters[i]}`);
    if (terms.size >= MOST_TERMS) break;
  }
  return [...terms].slice(0, MOST_TERMS);
}

/** The terms of a question; a text answers it when it has all of them. Source: domain text 6.2. */
export const queryTerms = (question: string): string[] => searchTerms(question);

/** Words that say nothing of the matter: particles, pronouns, and the courtesies of a complaint. */
const STOP_WORDS = new Set(
  (
    '的 了 在 是 我 我们 你 你们 他 他们 她 它 这 那 这个 那个 和 与 及 或 也 都 就 还 又 很 被 把 给 让 向 对 到 从 于 以 而 但 但是 因为 所以 ' +
    '如果 不 没 没有 有 一 一个 一次 上 下 中 里 去 来 要 说 着 过 地 得 吗 呢 吧 啊 请 希望 您好 你好 谢谢 反映 投诉 举报 来电 市民 问题 情况 ' +
    '有关 相关 部门 进行 认为 表示 称 其 该 等 并 至今 目前 现在 the a an of to and in is was it i my we for on at'
  ).split(' '),
);

let segmenter: Jieba | undefined;

/** The words of a text without stop words and punctuation, in order; the first 10,000 characters. Source: domain text, section 5 (repeats). */
export function words(text: string): string[] {
  segmenter ??= Jieba.withDict(dict);
  return segmenter.cut(plain(text), true).filter((word) => /[\p{L}\p{N}]/u.test(word) && !STOP_WORDS.has(word.trim()));
}

/** The words of a text in order, each with its part of speech as the segmentation sees it: `nr` a person, `ns` a place, `x` unknown. */
export function tagged(text: string): { word: string; tag: string }[] {
  segmenter ??= Jieba.withDict(dict);
  return segmenter.tag(text.slice(0, MOST_CHARACTERS), true);
}

/** A longer word tells more: 市场监督管理局 weighs four times what 店 weighs. */
function weights(list: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of list) found.set(word, (found.get(word) ?? 0) + Math.min(4, [...word].length));
  return found;
}

/** The words of a text with their weights, and the length of the whole: weighed once, compared often. */
export interface Weighed {
  weights: ReadonlyMap<string, number>;
  length: number;
}

/** Weighs the words of a text. */
export function weighed(list: readonly string[]): Weighed {
  const found = weights(list);
  return { weights: found, length: Math.sqrt([...found.values()].reduce((sum, weight) => sum + weight * weight, 0)) };
}

/** How alike two weighed texts are, 0 to 1: the cosine of their weights. */
export function likeness(a: Weighed, b: Weighed): number {
  const [few, many] = a.weights.size <= b.weights.size ? [a, b] : [b, a];
  let shared = 0;
  for (const [word, weight] of few.weights) shared += weight * (many.weights.get(word) ?? 0);
  return shared === 0 ? 0 : Math.min(1, shared / (a.length * b.length));
}

/** How alike two texts are by their words, 0 to 1: the cosine of their weighted counts. Source: domain text, section 5 (repeats). */
export const similarity = (a: readonly string[], b: readonly string[]): number => likeness(weighed(a), weighed(b));
