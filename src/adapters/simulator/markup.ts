import { SaxesParser } from 'saxes';

/** A verb or noun of a document: its name, attributes, elements inside and text. */
export interface Markup {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Markup[];
  readonly text: string;
}

interface Open extends Markup {
  children: Markup[];
  text: string;
}

/** A fault of a document the application answered with, by the code of Twilio's error dictionary. */
export class DocumentFault extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

/** Reads a document; what is not well-formed XML is fault 12100, as with Twilio. */
export function readMarkup(xml: string): Markup {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const innermost = () => open.at(-1) ?? root;
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw new DocumentFault(12100, `not well-formed: ${error.message}`);
  });
  parser.on('opentag', (tag) => {
    const element: Open = { name: tag.name, attributes: { ...tag.attributes }, children: [], text: '' };
    innermost().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => (innermost().text += text));
  parser.on('cdata', (text) => (innermost().text += text));
  parser.write(xml).close();
  const [document] = root.children;
  if (!document) throw new DocumentFault(12100, 'the document is empty');
  return document;
}
