import { fileTypeFromBuffer } from 'file-type';
import { DomainError } from '../domain/errors.js';

/** What is taken, by what the bytes are; a name may only end in one of `endings`. Source: surface text, public attachments. */
const TAKEN: Readonly<Record<string, { type: string; endings: readonly string[] }>> = {
  'image/jpeg': { type: 'image/jpeg', endings: ['jpg', 'jpeg'] },
  'image/png': { type: 'image/png', endings: ['png'] },
  'image/webp': { type: 'image/webp', endings: ['webp'] },
  'application/pdf': { type: 'application/pdf', endings: ['pdf'] },
  'audio/mpeg': { type: 'audio/mpeg', endings: ['mp3'] },
  'audio/x-m4a': { type: 'audio/mp4', endings: ['m4a', 'mp4'] },
  // many telephones write sound into the general container
  'video/mp4': { type: 'video/mp4', endings: ['mp4', 'm4a'] },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    endings: ['docx'],
  },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    endings: ['xlsx'],
  },
  'text/plain': { type: 'text/plain', endings: ['txt'] },
};

/** A file as a visitor sent it. */
export interface SentFile {
  name: string;
  bytes: Buffer;
}
/** What it turned out to be; the name is fit to be shown. */
export interface Examined extends SentFile {
  type: string;
}

const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];
export const isPicture = (type: string): boolean => PICTURES.includes(type);

export const refuseType = (why: string): DomainError => new DomainError('attachment.type-not-allowed', 415, { why });

/** Tells what a file is by its content; throws `attachment.type-not-allowed` (415) or `input.invalid` (422) for an empty one. */
export async function examine({ name, bytes }: SentFile): Promise<Examined> {
  if (bytes.length === 0) throw new DomainError('input.invalid', 422, { fields: [{ field: 'file', code: 'empty' }] });
  const found = (await fileTypeFromBuffer(bytes))?.mime ?? (isPlainText(bytes) ? 'text/plain' : undefined);
  const kind = found === undefined ? undefined : TAKEN[found];
  if (!kind) throw refuseType('not-in-list');
  const shown = shownName(name, kind.endings[0]!);
  const ending = /\.([^.]+)$/.exec(shown)?.[1]?.toLowerCase();
  if (ending !== undefined && !kind.endings.includes(ending)) throw refuseType('name-does-not-fit');
  if (kind.type !== 'text/plain' && isTwoInOne(kind.type, bytes)) throw refuseType('two-in-one');
  return { name: shown, bytes, type: kind.type };
}

/** UTF-8 without control characters other than tab and line ends. */
function isPlainText(bytes: Buffer): boolean {
  try {
    // eslint-disable-next-line no-control-regex -- control characters are the point
    return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

const HEAD = 1024;
/** A ZIP's directory stands within its last 64 KB and 22 bytes. */
const ZIP_TAIL = 65_557;
const ZIP_END = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
const ZIPPED = /officedocument/;

/** Whether the bytes may also be read as something else: a page or PDF hidden at the head, an archive at the tail, macros inside. */
function isTwoInOne(type: string, bytes: Buffer): boolean {
  const head = bytes.subarray(0, HEAD).toString('latin1').toLowerCase();
  if (/<(!doctype\s+html|html|script|svg|\?php)/.test(head)) return true;
  if (type !== 'application/pdf' && head.includes('%pdf-')) return true;
  if (ZIPPED.test(type)) return bytes.includes('vbaProject.bin');
  return bytes.subarray(-ZIP_TAIL).includes(ZIP_END);
}

const MOST_CHARACTERS = 120;

/** A name without folders, control and direction characters, at most 120 characters; one that says nothing is named after its ending. */
function shownName(given: string, ending: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  if (clean === '' || clean.startsWith('.')) return `附件.${ending}`;
  const characters = [...clean];
  if (characters.length <= MOST_CHARACTERS) return clean;
  const tail = /\.[^.]{1,5}$/.exec(clean)?.[0] ?? '';
  return characters.slice(0, MOST_CHARACTERS - tail.length).join('') + tail;
}
