/** A piece of a message: plain words, or an address of our own that may be followed. */
export interface Part {
  readonly text: string;
  readonly href?: string;
}

/** Addresses end where Chinese text goes on, or at the mark that ends a sentence. */
const ADDRESS = /https?:\/\/[\w.:[\]-]+(?:\/[\w./#?=&%~+-]*)?/g;
const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** The same page on this very site, if the address is ours; a server at home may know itself by another name of the same machine. */
function ownPage(address: string): string | undefined {
  if (!URL.canParse?.(address)) return undefined;
  const [theirs, here] = [new URL(address), window.location];
  const isOurs = theirs.origin === here.origin || (theirs.port === here.port && isLoopback(theirs.hostname) && isLoopback(here.hostname));
  return isOurs ? theirs.pathname + theirs.search + theirs.hash : undefined;
}

export function linked(body: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of body.matchAll(ADDRESS)) {
    const text = found[0].replace(/[.?]+$/, '');
    const href = ownPage(text);
    if (!href) continue;
    parts.push({ text: body.slice(from, found.index) }, { text, href });
    from = found.index + text.length;
  }
  return [...parts, { text: body.slice(from) }].filter(({ text }) => text !== '');
}
