/** Made-up particulars that can be found again in whatever form they escape, and the finder. */
import { inflateRawSync } from 'node:zlib';

/** Particulars carry the first name, the complainant's words the second; telephone and identity card are numbers. */
export const MARKS = { particular: 'Serinus', word: 'Carduelis', phone: '00861390771', idNumber: '22010119490713' } as const;
export type Mark = keyof typeof MARKS;

/** What the n-th complainant tells of himself. */
export const particularsOf = (n: number) => ({
  name: `金丝雀${MARKS.particular}甲${n}`,
  phone: `${MARKS.phone}${String(n).padStart(4, '0')}`,
  email: `hello.${MARKS.particular.toLowerCase()}.${n}@example.org`,
  idNumber: `${MARKS.idNumber}${String(n).padStart(4, '0')}`,
  address: `人民大街${n}号${MARKS.particular}住${n}`,
  organisation: `金丝雀${MARKS.particular}商行${n}`,
});

/** Words of the n-th complainant, each with its own place. */
export const wordsOf = (n: number, place: string): string => `在窗口办事遇到困难，${place}暗语${MARKS.word}${place}${n}，请协助。`;

/** Where the matter happened. */
export const placeOf = (n: number): string => `解放大路${n}号${MARKS.particular}处${n}`;

/** How a mark looks when it is written otherwise: hex, base64 at its three alignments, percent signs, JSON escapes. */
function formsOf(mark: string): { exact: string[]; anyCase: string[] } {
  const bytes = Buffer.from(mark);
  const aligned = [0, 1, 2].map((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // the characters at either end also hold bits of the neighbours
    return coded.slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1);
  });
  const each = (write: (byte: string) => string) => [...bytes].map((byte) => write(byte.toString(16).padStart(2, '0'))).join('');
  return { exact: aligned, anyCase: [mark, each((hex) => hex), each((hex) => `%${hex}`), each((hex) => `\\u00${hex}`)] };
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const PATTERNS = Object.entries(MARKS).map(([name, mark]) => {
  const forms = [mark, mark.toLowerCase(), mark.toUpperCase()].map(formsOf);
  const any = (list: string[], flags: string) => new RegExp([...new Set(list)].map(escaped).join('|'), flags);
  return {
    name: name as Mark,
    patterns: [
      any(
        forms.flatMap(({ exact }) => exact),
        'g',
      ),
      any(
        forms.flatMap(({ anyCase }) => anyCase),
        'gi',
      ),
    ],
  };
});

/** Every place where one of the marks stands, with what stands around it. */
export function sightings(given: string | Buffer, marks: readonly Mark[] = ['particular', 'word', 'phone', 'idNumber']): string[] {
  const bytes = Buffer.isBuffer(given) ? given : Buffer.from(given);
  const insides = bytes.length > 22 && bytes.readUInt32BE(0) === 0x504b0304 ? unpacked(bytes) : [];
  return [bytes, ...insides].flatMap((part) => {
    const text = part.toString('latin1');
    return [text, text.replace(/[\s-]+/g, '')].flatMap((hay) =>
      PATTERNS.filter(({ name }) => marks.includes(name)).flatMap(({ name, patterns }) =>
        patterns.flatMap((pattern) =>
          [...hay.matchAll(pattern)].map(({ index }) => `${name}: …${hay.slice(Math.max(0, index - 30), index + 40)}…`),
        ),
      ),
    );
  });
}

/** The files inside a ZIP, by its central directory; a spreadsheet is one. */
function unpacked(zip: Buffer): Buffer[] {
  const files: Buffer[] = [];
  let entry = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
  while (zip.readUInt32LE(entry) === 0x02014b50) {
    const [method, size, local] = [zip.readUInt16LE(entry + 10), zip.readUInt32LE(entry + 20), zip.readUInt32LE(entry + 42)];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    files.push(method === 8 ? inflateRawSync(packed) : packed);
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}
