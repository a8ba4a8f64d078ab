import { DocumentFault } from './markup.js';
import type { Markup } from './markup.js';
import { GATHER_LANGUAGES, SAY_LANGUAGES, voiceFits } from './languages.js';

/** Where a document is performed: as the call itself, to one who waits in a queue, in a conference, or as the answer to a message. */
export type Stage = 'call' | 'queue' | 'conference' | 'message';

/** The verbs of each stage. What Twilio allows beyond them, this simulator does not perform. */
const VERBS: Record<Stage, ReadonlySet<string>> = {
  call: new Set(['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Enqueue', 'Dial', 'Record', 'Hangup', 'Reject']),
  queue: new Set(['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Leave', 'Hangup']),
  conference: new Set(['Say', 'Play', 'Pause', 'Redirect']),
  message: new Set(['Message']),
};

/**
 * Attributes by verb or noun, after the type definitions of Twilio's SDK 6.2. Attributes that would change a call and are not performed
 * here (recording by Dial, partial results, transcription, TaskRouter) are left out, so that nobody relies on them unheard.
 */
const ATTRIBUTES: Record<string, string> = {
  Say: 'language loop voice',
  Play: 'digits loop',
  Pause: 'length',
  Gather:
    'action actionOnEmptyResult bargeIn debug enhanced finishOnKey hints input language maxSpeechTime method numDigits profanityFilter ' +
    'speechModel speechTimeout timeout',
  Redirect: 'method',
  Enqueue: 'action maxQueueSize method waitUrl waitUrlMethod',
  Leave: '',
  Dial: 'action answerOnBridge callerId hangupOnStar method ringTone timeout',
  Conference:
    'beep coach endConferenceOnExit jitterBufferSize muted participantLabel record recordingStatusCallback recordingStatusCallbackEvent ' +
    'recordingStatusCallbackMethod region startConferenceOnEnter statusCallback statusCallbackEvent statusCallbackMethod trim waitMethod waitUrl',
  Record:
    'action finishOnKey maxLength method playBeep recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod timeout trim',
  Hangup: '',
  Reject: 'reason',
  Message: 'action from method statusCallback to',
};

/** What may stand inside, and whether text may. */
const INSIDE: Record<string, string> = { Gather: 'Say Play Pause', Dial: 'Conference', Message: 'Body Media' };
const WITH_TEXT = new Set(['Say', 'Play', 'Redirect', 'Enqueue', 'Conference', 'Message']);

/** The values an attribute may take, where they are words; `true|false` for the switches. */
const VALUES: Record<string, string> = {
  'Conference.beep': 'true|false|onEnter|onExit',
  'Conference.record': 'do-not-record|record-from-start',
  'Conference.trim': 'trim-silence|do-not-trim',
  'Reject.reason': 'rejected|busy',
  ...switches('Conference', 'muted startConferenceOnEnter endConferenceOnExit'),
  ...switches('Gather', 'actionOnEmptyResult bargeIn profanityFilter enhanced debug'),
  ...switches('Record', 'playBeep'),
  ...switches('Dial', 'hangupOnStar answerOnBridge'),
};
const LISTS: Record<string, string> = {
  'Gather.input': 'dtmf speech',
  'Conference.statusCallbackEvent': 'start end join leave mute hold modify speaker announcement',
  'Conference.recordingStatusCallbackEvent': 'in-progress completed absent',
  'Record.recordingStatusCallbackEvent': 'in-progress completed absent',
};
const WHOLE = new Set([
  'Say.loop',
  'Play.loop',
  'Gather.numDigits',
  'Gather.timeout',
  'Record.maxLength',
  'Record.timeout',
  'Pause.length',
  'Enqueue.maxQueueSize',
]);

function switches(verb: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [`${verb}.${name}`, 'true|false']));
}

/** The verbs of a document that is fit for its stage; the first breach of Twilio's grammar is thrown. */
export function verbsOf(document: Markup, stage: Stage): readonly Markup[] {
  if (document.name !== 'Response') throw new DocumentFault(12200, `the document is a ${document.name}, not a Response`);
  textless(document);
  for (const verb of document.children) {
    if (!VERBS[stage].has(verb.name)) throw refusedVerb(verb.name, stage);
    check(verb);
  }
  return document.children;
}

function refusedVerb(name: string, stage: Stage): DocumentFault {
  const known = Object.hasOwn(ATTRIBUTES, name);
  if (known && (stage === 'queue' || stage === 'conference'))
    return new DocumentFault(13238, `${name} is not allowed while waiting (${stage})`);
  return new DocumentFault(12200, `${name} is not a verb here`);
}

function check(element: Markup): void {
  const known = new Set((ATTRIBUTES[element.name] ?? '').split(' ').filter(Boolean));
  for (const [name, value] of Object.entries(element.attributes)) {
    if (!known.has(name)) throw new DocumentFault(12200, `${element.name} has no attribute ${name}`);
    checkValue(element.name, name, value);
  }
  if (!WITH_TEXT.has(element.name)) textless(element);
  const inside = new Set((INSIDE[element.name] ?? '').split(' ').filter(Boolean));
  for (const child of element.children) {
    if (!inside.has(child.name)) throw new DocumentFault(12200, `${child.name} may not stand inside ${element.name}`);
    check(child);
  }
  checkSpeech(element);
  checkNames(element);
}

function textless(element: Markup): void {
  if (element.text.trim() !== '') throw new DocumentFault(12200, `${element.name} holds text: ${element.text.trim().slice(0, 40)}`);
}

function checkValue(verb: string, name: string, value: string): void {
  const key = `${verb}.${name}`;
  const words = VALUES[key]?.split('|');
  if (words && !words.includes(value)) throw new DocumentFault(12200, `${key} cannot be ${value}`);
  const list = LISTS[key]?.split(' ');
  if (list && !value.split(' ').every((word) => list.includes(word))) throw new DocumentFault(12200, `${key} cannot be ${value}`);
  if (WHOLE.has(key) && !/^\d+$/.test(value) && value !== 'auto')
    throw new DocumentFault(12200, `${key} must be a whole number, not ${value}`);
  if (/method$/i.test(name) && value !== 'GET' && value !== 'POST') throw new DocumentFault(12200, `${key} cannot be ${value}`);
}

function checkSpeech({ name, attributes, text }: Markup): void {
  const { language, voice } = attributes;
  if (name === 'Say') {
    if (text.trim() === '') throw new DocumentFault(13520, 'nothing to say');
    if (language !== undefined && !SAY_LANGUAGES.has(language)) throw new DocumentFault(12200, `Say does not speak ${language}`);
    if (voice !== undefined && !voiceFits(voice, language)) throw new DocumentFault(13511, `the voice ${voice} does not speak ${language}`);
  }
  if (name === 'Gather' && language !== undefined && !GATHER_LANGUAGES.has(language)) {
    throw new DocumentFault(13331, `Gather does not understand ${language}`);
  }
}

function checkNames(element: Markup): void {
  const unnamed = element.text.trim() === '';
  if (element.name === 'Dial' && element.children.length !== 1) throw new DocumentFault(12200, 'Dial must hold one Conference');
  if (element.name === 'Conference' && unnamed) throw new DocumentFault(13221, 'a conference without a name');
  if (element.name === 'Enqueue' && unnamed) throw new DocumentFault(12200, 'a queue without a name');
  if (element.name === 'Redirect' && unnamed) throw new DocumentFault(12200, 'a redirect that leads nowhere');
  if (element.name === 'Play' && unnamed && !element.attributes.digits) throw new DocumentFault(13420, 'nothing to play');
}
