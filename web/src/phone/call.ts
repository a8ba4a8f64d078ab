import { computed, reactive, ref } from 'vue';
import type { PhoneEvent } from './line';
import { said, type Saying } from './said';

/** What this phone knows of its call, its conversation and its short messages, told event by event. Nothing here makes a sound. */

export type Stage = 'idle' | 'dialing' | 'ringing' | 'talking' | 'ended';
export type Who = 'hotline' | 'agent' | 'supervisor' | 'party' | 'me' | 'line';
export type Note = 'dialed' | 'called' | 'answered' | 'joined' | 'held' | 'resumed' | 'muted' | 'unmuted' | 'beep' | 'ended' | 'missed';

export interface Entry {
  readonly key: string;
  readonly who: Who;
  readonly kind: 'words' | 'sound' | 'keys' | 'note';
  text: string;
  readonly at: string;
  readonly note?: Note;
  readonly url?: string;
}
export interface Text {
  readonly key: string;
  readonly mine: boolean;
  readonly body: string;
  readonly at: string;
}

const noCall = () => ({
  stage: 'idle' as Stage,
  isIncoming: false,
  party: '',
  answeredAt: '',
  endedAt: '',
  reason: '',
  /** Keys pressed in this call. */
  keys: '',
  /** What is heard while waiting; empty for the carrier's own music, undefined when there is none. */
  music: undefined as string | undefined,
  isQueued: false,
  wantsKeys: false,
  isRecorded: false,
  inRoom: false,
  held: false,
  muted: false,
});

export const call = reactive(noCall());
export const entries = reactive<Entry[]>([]);
export const texts = reactive<Text[]>([]);
export const unread = ref(0);
/** The number that redialling dials. */
export const lastDialled = ref('');

export const isInCall = computed(() => call.stage === 'dialing' || call.stage === 'talking');

const MOST_ENTRIES = 400;

function add(entry: Omit<Entry, 'key'>, key: string): void {
  entries.push({ ...entry, key });
  if (entries.length > MOST_ENTRIES) entries.shift();
}

const note = (event: PhoneEvent, name: Note, text = '') =>
  add({ who: 'line', kind: 'note', note: name, text, at: event.at }, `n${event.n}`);

/** Who speaks in a room, by the label the hotline gave the line. */
function speakerOf(event: PhoneEvent): Who {
  const label = String(event.label ?? '');
  if (label.startsWith('supervisor')) return 'supervisor';
  return label === 'caller' || label.startsWith('agent') ? 'agent' : 'party';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The waiting announcement goes round: said again, it is not written again. */
function isSaidAgain(text: string): boolean {
  for (let i = entries.length - 1; i >= 0; i--) {
    const entry = entries[i];
    if (entry?.note === 'dialed' || entry?.note === 'called' || entry?.who === 'agent') return false;
    if (entry?.who === 'hotline') return entry.text === text;
  }
  return false;
}

const HEARD: Record<string, (event: PhoneEvent) => void> = {
  dialing(event) {
    Object.assign(call, noCall(), { stage: 'dialing', party: textOf(event.to) });
    lastDialled.value = call.party;
    note(event, 'dialed', call.party);
  },
  incoming(event) {
    Object.assign(call, noCall(), { stage: 'ringing', isIncoming: true, party: textOf(event.from) });
    note(event, 'called', call.party);
  },
  answered(event) {
    Object.assign(call, { stage: 'talking', answeredAt: event.at });
    note(event, 'answered');
  },
  prompt(event) {
    Object.assign(call, { music: undefined, isRecorded: false });
    const text = textOf(event.text);
    if (!isSaidAgain(text)) add({ who: 'hotline', kind: 'words', text, at: event.at }, `n${event.n}`);
  },
  music(event) {
    Object.assign(call, { music: textOf(event.url), isQueued: !call.inRoom, wantsKeys: false });
  },
  gather() {
    Object.assign(call, { wantsKeys: true, music: undefined });
  },
  beep(event) {
    Object.assign(call, { music: undefined, isQueued: false, wantsKeys: false, isRecorded: !call.inRoom });
    note(event, 'beep');
  },
  joined(event) {
    Object.assign(call, {
      inRoom: true,
      isQueued: false,
      music: undefined,
      wantsKeys: false,
      isRecorded: false,
      held: false,
      muted: event.muted === true,
    });
    note(event, 'joined');
  },
  heard(event) {
    call.music = undefined;
    add({ who: speakerOf(event), kind: 'words', text: textOf(event.text), at: event.at }, `n${event.n}`);
  },
  'heard-audio'(event) {
    call.music = undefined;
    add({ who: speakerOf(event), kind: 'sound', text: '', url: textOf(event.url), at: event.at }, `n${event.n}`);
  },
  keys(event) {
    add({ who: speakerOf(event), kind: 'keys', text: textOf(event.digits), at: event.at }, `n${event.n}`);
  },
  held(event) {
    call.held = true;
    note(event, 'held');
  },
  resumed(event) {
    Object.assign(call, { held: false, music: undefined });
    note(event, 'resumed');
  },
  muted(event) {
    call.muted = event.muted === true;
    note(event, call.muted ? 'muted' : 'unmuted');
  },
  ended(event) {
    if (call.stage === 'idle' || call.stage === 'ended') return;
    const missed = call.stage === 'ringing' && event.reason !== 'declined';
    Object.assign(call, { stage: 'ended', endedAt: event.at, reason: textOf(event.reason), music: undefined, wantsKeys: false });
    note(event, missed ? 'missed' : 'ended', call.reason);
  },
  sms(event) {
    texts.push({ key: `n${event.n}`, mine: false, body: textOf(event.body), at: event.at });
  },
};

/** The number of the newest event. */
let newest = 0;

/** Takes in an event. */
export function hear(event: PhoneEvent, isNews: boolean): void {
  recall(event.n);
  newest = event.n;
  HEARD[event.type]?.(event);
  if (event.type === 'sms' && isNews) unread.value += 1;
}

/** Writes down what this side said, in its place between the events. */
function show(saying: Saying): void {
  const key = `s${saying.id}`;
  if (saying.kind === 'sms') return void texts.push({ key, mine: true, body: saying.text, at: saying.at });
  if (saying.kind === 'keys') call.keys += saying.text;
  const before = entries[entries.length - 1];
  if (saying.kind !== 'words' && before?.who === 'me' && before.kind === saying.kind) before.text = joined(before, saying);
  else add({ who: 'me', kind: saying.kind, text: saying.text, at: saying.at }, key);
}

/** Keys one after the other are one entry; so is speech that the microphone cut into pieces, its seconds added up. */
const joined = (entry: Entry, { kind, text }: Saying) => (kind === 'keys' ? entry.text + text : String(Number(entry.text) + Number(text)));

/** This side said, pressed or wrote something. `text` of a sound is its length in seconds. */
export function say(kind: Saying['kind'], text: string): void {
  if (kind === 'keys') call.wantsKeys = false;
  show(said.keep(kind, text, newest));
}

/** Before a page that was reloaded hears what the feed held: what was said before counts only if it was said to this very phone. */
export function prepare(head: number): void {
  if (entries.length === 0 && texts.length === 0) said.dropAfter(head);
  newest = 0;
}

/** Shows what was said before the event of that number; without one, all that is left. */
export function recall(until = Infinity): void {
  for (const saying of said.takeBefore(until)) show(saying);
}

/** The exchange began anew: the call is lost. */
export function forget(): void {
  said.clear();
  const at = new Date().toISOString();
  if (call.stage !== 'idle' && call.stage !== 'ended') HEARD.ended?.({ n: -entries.length - 1, at, type: 'ended', reason: 'lost' });
  newest = 0;
}
