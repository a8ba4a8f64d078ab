import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { SheetLine } from '../domain/import-lines.js';

/** Texts of a spreadsheet's office: UTF-8, or the national encoding. */
export type Encoding = 'utf-8' | 'gb18030';

const LONGEST_LINE = 1_000_000;

/** Learns from the bytes as they come by whether they are UTF-8. */
export class EncodingProbe {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private isUtf8 = true;

  see(bytes: Uint8Array): void {
    if (!this.isUtf8) return;
    try {
      this.decoder.decode(bytes, { stream: true });
    } catch {
      this.isUtf8 = false;
    }
  }

  get found(): Encoding {
    return this.isUtf8 ? 'utf-8' : 'gb18030';
  }
}

async function* textOf(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  const rest = decoder.decode();
  if (rest) yield rest;
}

/** Which sign parts the cells: whatever stands most often in the first line. */
async function* withSign(texts: AsyncIterable<string>, found: (sign: string) => void): AsyncGenerator<string> {
  let head = '';
  let isKnown = false;
  for await (const text of texts) {
    if (isKnown) {
      yield text;
      continue;
    }
    head += text;
    if (!head.includes('\n') && head.length < LONGEST_LINE) continue;
    isKnown = true;
    found(signOf(head));
    yield head;
  }
  if (isKnown) return;
  found(signOf(head));
  yield head;
}

function signOf(head: string): string {
  const first = head.slice(0, head.search(/\r?\n|$/));
  const counts = [',', '\t', ';'].map((sign) => [sign, first.split(sign).length] as const);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

/** The lines of a text table, one after the other; `line` is where the line ends in the file. Throws what the parser throws. */
export async function* csvLines(pieces: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<SheetLine> {
  let sign = ',';
  const texts = withSign(textOf(pieces, encoding), (one) => (sign = one))[Symbol.asyncIterator]();
  const first = await texts.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    for (let next = await texts.next(); !next.done; next = await texts.next()) yield next.value;
  })();
  const parser = parse({
    bom: true,
    info: true,
    delimiter: sign,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: LONGEST_LINE,
  });
  const source = Readable.from(all);
  source.on('error', (error) => parser.destroy(error));
  for await (const { record, info } of source.pipe(parser) as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    if (record.some((cell) => cell !== '')) yield { line: info.lines, cells: record };
  }
}
