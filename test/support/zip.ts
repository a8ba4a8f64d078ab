/** The files inside a ZIP by name, as a spreadsheet or a Word document is one; read by its central directory. */
import { inflateRawSync } from 'node:zlib';

export function filesIn(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  let entry = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
  while (zip.readUInt32LE(entry) === 0x02014b50) {
    const [method, size, local] = [zip.readUInt16LE(entry + 10), zip.readUInt32LE(entry + 20), zip.readUInt32LE(entry + 42)];
    const name = zip.subarray(entry + 46, entry + 46 + zip.readUInt16LE(entry + 28)).toString('utf8');
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    files.set(name, (method === 8 ? inflateRawSync(packed) : packed).toString('utf8'));
    entry += 46 + zip.readUInt16LE(entry + 28) + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
  }
  return files;
}

const SIGNS: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** What people read in a part of such a file: its text, tags taken out. */
export const textIn = (xml: string): string =>
  xml
    .replace(/<\/(w:p|si|row|t)>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&(lt|gt|amp|quot|apos);/g, (_, sign: string) => SIGNS[sign]!);

/** The texts of a workbook's cells. */
export const cellsIn = (zip: Buffer): string[] =>
  [...(filesIn(zip).get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, cell]) => textIn(cell!).replace(/\n$/, ''));
