import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { SaxesParser } from 'saxes';
import type { SheetLine } from '../domain/import-lines.js';

/** A workbook that is none, or that would unfold into more than one may hold. */
export class NoWorkbook extends Error {}

/** Bytes a workbook may unfold into, and characters of texts its lines may share: a small file can hold a mountain. */
const MOST_BYTES = 600 * 1024 * 1024;
const MOST_SHARED = 200_000_000;
const MOST_COLUMNS = 200;
const [END, ENTRY] = [Buffer.from('PK\x05\x06', 'latin1'), 0x02014b50];

/** The files of an archive by their names: where each lies and how it is packed. */
function entriesOf(zip: Buffer): Map<string, { method: number; start: number; size: number }> {
  const found = new Map<string, { method: number; start: number; size: number }>();
  const end = zip.lastIndexOf(END);
  if (end < 0 || end + 22 > zip.length) throw new NoWorkbook();
  let at = zip.readUInt32LE(end + 16);
  while (at + 46 <= zip.length && zip.readUInt32LE(at) === ENTRY) {
    const [method, size, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [number, number, number];
    if (local + 30 > zip.length) throw new NoWorkbook();
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    found.set(zip.subarray(at + 46, at + 46 + name).toString('utf8'), { method, start, size });
    at += 46 + name + extra + comment;
  }
  return found;
}

/** Unfolds the parts of a workbook piece by piece. */
class Archive {
  private unfolded = 0;
  private readonly entries: ReturnType<typeof entriesOf>;

  constructor(private readonly zip: Buffer) {
    this.entries = entriesOf(zip);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Reads a part through a parser; what the parser gathered is asked for after every piece. */
  async *parse<T>(name: string, parser: SaxesParser, taken: () => T[]): AsyncGenerator<T> {
    const entry = this.entries.get(name);
    if (!entry || (entry.method !== 0 && entry.method !== 8)) throw new NoWorkbook();
    const packed = Readable.from([this.zip.subarray(entry.start, entry.start + entry.size)]);
    const pieces = entry.method === 8 ? packed.pipe(createInflateRaw()) : packed;
    const text = new TextDecoder('utf-8');
    parser.on('error', () => {
      throw new NoWorkbook();
    });
    try {
      for await (const piece of pieces as AsyncIterable<Buffer>) {
        this.unfolded += piece.length;
        if (this.unfolded > MOST_BYTES) throw new NoWorkbook();
        parser.write(text.decode(piece, { stream: true }));
        yield* taken();
      }
      parser.close();
      yield* taken();
    } catch (error) {
      throw error instanceof NoWorkbook ? error : new NoWorkbook();
    }
  }

  /** The attributes of every element of that name. */
  async attributes(name: string, element: string): Promise<Record<string, string>[]> {
    const found: Record<string, string>[] = [];
    const parser = new SaxesParser({ xmlns: false });
    parser.on('opentag', (tag) => tag.name === element && found.push(tag.attributes));
    for await (const nothing of this.parse(name, parser, () => [])) void nothing;
    return found;
  }
}

/** The path of the workbook's first sheet. */
async function firstSheet(archive: Archive): Promise<string> {
  const [sheet] = await archive.attributes('xl/workbook.xml', 'sheet');
  const relations = await archive.attributes('xl/_rels/workbook.xml.rels', 'Relationship');
  const target = relations.find(({ Id }) => Id === sheet?.['r:id'])?.Target;
  if (!target) throw new NoWorkbook();
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** Texts that cells name by number; signs of pronunciation beside them are left out. */
async function sharedTexts(archive: Archive): Promise<string[]> {
  const path = 'xl/sharedStrings.xml';
  if (!archive.has(path)) return [];
  const texts: string[] = [];
  let [text, inText, aside, length] = ['', false, false, 0];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('opentag', ({ name }) => {
    if (name === 'si') text = '';
    inText = name === 't' && !aside;
    if (name === 'rPh') aside = true;
  });
  parser.on('text', (more) => inText && (text += more));
  parser.on('closetag', ({ name }) => {
    if (name === 't') inText = false;
    if (name === 'rPh') aside = false;
    if (name !== 'si') return;
    length += text.length;
    if (length > MOST_SHARED) throw new NoWorkbook();
    texts.push(text);
  });
  for await (const nothing of archive.parse(path, parser, () => [])) void nothing;
  return texts;
}

/** The column of a cell's name: A is 0. */
const columnOf = (name: string): number =>
  [...name.replace(/\d+$/, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

/** The rows of the first sheet of a workbook, one after the other, never all of them in memory. Throws NoWorkbook. */
export async function* xlsxLines(zip: Buffer): AsyncGenerator<SheetLine> {
  const archive = new Archive(zip);
  const path = await firstSheet(archive);
  const shared = await sharedTexts(archive);
  const parser = new SaxesParser({ xmlns: false });
  let [rows, cells, line, text, inValue]: [SheetLine[], string[], number, string, boolean] = [[], [], 0, '', false];
  let cell = { column: -1, type: '' };
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'row') [cells, line] = [[], Number(attributes.r ?? line + 1)];
    if (name === 'c') cell = { column: attributes.r ? columnOf(attributes.r) : cells.length, type: attributes.t ?? 'n' };
    if (name === 'c') text = '';
    inValue = name === 'v' || (name === 't' && cell.type === 'inlineStr');
  });
  parser.on('text', (more) => inValue && (text += more));
  parser.on('closetag', ({ name }) => {
    if (name === 'v' || name === 't') inValue = false;
    if (name === 'c' && cell.column >= 0 && cell.column < MOST_COLUMNS) {
      while (cells.length < cell.column) cells.push('');
      cells[cell.column] = cell.type === 's' ? (shared[Number(text)] ?? '') : cell.type === 'e' ? '' : text;
    }
    if (name === 'row' && cells.some((one) => one.trim() !== '')) rows.push({ line, cells });
  });
  const taken = () => {
    const done = rows;
    rows = [];
    return done;
  };
  yield* archive.parse(path, parser, taken);
}
