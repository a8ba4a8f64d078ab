import { words } from './similarity.js';

const HAN = /^\p{Script=Han}+$/u;
const LONGEST_TERM = 32;
const MOST_TERMS = 300;

/** How much a word weighs by where it stands; in the body once more for each further time, up to three. */
const WEIGHTS = { title: 8, tag: 6, body: 2, further: 1 } as const;
const PASSAGE = 110;

/** The terms an article is found by: the words of the segmentation, and of longer Chinese words their pairs, so that a part finds the whole. */
export function articleTerms(text: string): string[] {
  return words(text)
    .flatMap((word) => {
      const characters = [...word];
      if (!HAN.test(word)) return [word.slice(0, LONGEST_TERM)];
      if (characters.length < 3) return [word];
      return [word.slice(0, LONGEST_TERM), ...characters.slice(1).map((one, i) => `${characters[i]}${one}`)];
    })
    .filter((term) => [...term].length > 1);
}

/** Terms with their weights, as they are stored when an article is released. */
export function weighTerms({ title, tags, body }: { title: string; tags: readonly string[]; body: string }): Map<string, number> {
  const found = new Map<string, number>();
  const add = (term: string, weight: number): void => void found.set(term, (found.get(term) ?? 0) + weight);
  for (const term of new Set(articleTerms(title))) add(term, WEIGHTS.title);
  for (const tag of tags) for (const term of new Set(articleTerms(tag))) add(term, WEIGHTS.tag);
  const often = new Map<string, number>();
  for (const term of articleTerms(body)) often.set(term, (often.get(term) ?? 0) + 1);
  for (const [term, times] of often) add(term, WEIGHTS.body + WEIGHTS.further * Math.min(3, times - 1));
  return new Map([...found].slice(0, MOST_TERMS));
}

/**
 * The terms of a question with their share, 1 for what was said and a half for another word of the same thing. `synonyms` are groups of
 * words the city takes for one another.
 */
export function askedTerms(question: string, synonyms: readonly (readonly string[])[]): Map<string, number> {
  const asked = new Map<string, number>();
  for (const term of articleTerms(question)) asked.set(term, 1);
  for (const group of synonyms.filter((list) => list.some((word) => question.includes(word))))
    for (const term of group.flatMap(articleTerms)) if (!asked.has(term)) asked.set(term, 0.5);
  return new Map([...asked].slice(0, 40));
}

/** From and to, in characters of JavaScript strings. */
export type Mark = [from: number, to: number];

/** Where the terms stand in a text, without overlaps. */
export function marksIn(text: string, terms: Iterable<string>): Mark[] {
  const plain = text.toLowerCase();
  const found: Mark[] = [];
  for (const term of terms)
    for (let at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + 1)) found.push([at, at + term.length]);
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.reduce<Mark[]>((kept, [from, to]) => {
    const last = kept.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else kept.push([from, to]);
    return kept;
  }, []);
}

/** The sentences of a body that say most of what was asked, at most about 110 characters, with the terms marked. */
export function passageOf(body: string, terms: ReadonlyMap<string, number>): { text: string; marks: Mark[] } {
  const sentences = body.match(/[^。！？!?\n]+[。！？!?]?/gu)?.map((one) => one.trim().replace(/^[-·•]\s+/, '')) ?? [body];
  const worth = (sentence: string): number =>
    [...terms].reduce((sum, [term, share]) => (sentence.toLowerCase().includes(term) ? sum + share * term.length : sum), 0);
  const best = sentences.reduce((at, sentence, i) => (worth(sentence) > worth(sentences[at]!) ? i : at), 0);
  let text = sentences[best] ?? '';
  for (const next of sentences.slice(best + 1)) {
    if (text.length + next.length > PASSAGE) break;
    text += next;
  }
  const shown = text.length > PASSAGE * 2 ? `${text.slice(0, PASSAGE * 2)}…` : text;
  return { text: shown, marks: marksIn(shown, terms.keys()) };
}
