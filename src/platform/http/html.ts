const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in a page, between tags and in quoted attributes. */
export const escaped = (text: unknown): string => String(text).replace(/[&<>"']/g, (sign) => SIGNS[sign]!);

/** Markup that is ready; nothing else is taken for it. */
export class Html {
  constructor(readonly text: string) {}
}

/** What a template takes: text is escaped, markup is not, lists are joined, nothing is nothing. */
export type Piece = string | number | Html | false | null | undefined | readonly Piece[];

const textOf = (piece: Piece): string => {
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return (piece as readonly Piece[]).map(textOf).join('');
  return piece === undefined || piece === null || piece === false ? '' : escaped(piece);
};

/** Markup with values in it. An attribute that holds one is quoted in the template. */
export const html = (parts: TemplateStringsArray, ...pieces: Piece[]): Html =>
  new Html(parts.reduce((all, part, index) => all + textOf(pieces[index - 1]) + part));
