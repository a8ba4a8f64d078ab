import { NOTICE_SLOTS, type NoticeText, type NoticeTexts, type TextSlot, TRACKING_SLOTS, type TrackingTexts } from './complainant-texts.js';
import { fault, type RuleFault } from './rule-faults.js';
import type { Words } from './sentences.js';
import { filled, gapsIn } from './template.js';

/** What texts to complainants may say and how long they may be. Source: domain text, sections 6 and 11. */

const ONE_SEGMENT = 70;
const OF_SEVERAL = 67;
/** More parts than this cost more and arrive in pieces on old telephones. */
const MOST_SEGMENTS = 3;

/** In how many parts networks carry a short message of Chinese (UCS-2): 70 characters alone, 67 each in several. Source: 3GPP TS 23.040. */
export const segmentsOf = (text: string): number => (text.length <= ONE_SEGMENT ? 1 : Math.ceil(text.length / OF_SEVERAL));

/** Any way to write an address; the only one a text may carry is `{link}`, which is made when it is sent. */
const ADDRESS = /https?:|www\.|\.(?:cn|com|net|org)\b/i;

/** A text that names what nobody knows, or whose braces are not whole, cannot be filled in. */
export function placeholderFaults(path: string, text: string, known: readonly string[]): RuleFault[] {
  const unknown = [...new Set(gapsIn(text))].filter((name) => !known.includes(name));
  const stray = /[{}]/.test(filled(text, {}, () => ''));
  return [...unknown.map((name) => fault(path, 'unknown-placeholder', { name })), ...(stray ? [fault(path, 'broken-placeholder')] : [])];
}

/** What holds of every text to complainants: it can be filled in, and it carries no address of its own. */
const namingFaults = (path: string, text: string, known: readonly string[]): RuleFault[] => [
  ...placeholderFaults(path, text, known),
  ...(ADDRESS.test(text) ? [fault(path, 'own-address')] : []),
];

/** What is wrong with the texts of messages; `samples` are facts of the usual length, which segments are counted with. */
export function noticeFaults({ templates }: NoticeTexts, samples: Readonly<Record<string, string>>): RuleFault[] {
  return NOTICE_SLOTS.flatMap((slot) => {
    const { subject, text } = templates[slot.path.split('.')[1]!]!;
    const at = `${slot.path}.text`;
    const sent = filled(text, samples);
    const segments = segmentsOf(sent);
    return [
      ...namingFaults(`${slot.path}.subject`, subject, withoutLink(slot)),
      ...namingFaults(at, text, slot.known),
      ...slot.needed.filter((name) => !gapsIn(text).includes(name)).map((name) => fault(at, 'missing-placeholder', { name })),
      // networks deliver no short message that does not say first whom it is from
      ...(/^【[^【】]{2,20}】/.test(sent) ? [] : [fault(at, 'no-signature')]),
      ...(segments > MOST_SEGMENTS ? [fault(at, 'many-segments', { segments, most: MOST_SEGMENTS }, 'warning')] : []),
    ];
  });
}
/** A subject stands in lists of mail that others may see: no link, which is good once, in it. */
const withoutLink = ({ known }: TextSlot): string[] => known.filter((name) => name !== 'link');

/** What is wrong with the sentences on the page of a case. */
export function trackingFaults(texts: TrackingTexts): RuleFault[] {
  return TRACKING_SLOTS.flatMap(({ path, known }) => {
    const [part, ...rest] = path.split('.');
    const words = texts[part as 'statusText' | 'timeline'][rest.join('.')]!;
    const alike = [...new Set(gapsIn(words.zh))].sort().join() === [...new Set(gapsIn(words.en))].sort().join();
    return [
      ...(['zh', 'en'] as const).flatMap((language) => sentenceFaults(`${path}.${language}`, words[language], known)),
      ...(alike ? [] : [fault(path, 'languages-differ', {}, 'warning')]),
    ];
  });
}

/** A day may be unknown, so it stands in square brackets with all that falls away without it. */
function sentenceFaults(path: string, text: string, known: readonly string[]): RuleFault[] {
  const bare = text.replace(/\[[^[\]]*\]/g, '');
  const open = /[[\]]/.test(bare);
  return [
    ...namingFaults(path, text, known),
    ...(open ? [fault(path, 'open-bracket')] : []),
    ...(!open && gapsIn(bare).includes('date') ? [fault(path, 'date-outside-bracket')] : []),
  ];
}

/** Where a text stands in a document of its kind. */
export const textAt = (document: NoticeTexts | TrackingTexts, path: string): NoticeText | Words => {
  const [part, ...rest] = path.split('.');
  return (document as unknown as Record<string, Record<string, NoticeText | Words>>)[part!]![rest.join('.')]!;
};
