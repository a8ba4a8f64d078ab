import { conference } from './conferring.js';
import { gather } from './gathering.js';
import { forever, pause } from './interruption.js';
import type { Markup } from './markup.js';
import { enqueue } from './queueing.js';
import type { Perform, Scene } from './script.js';
import { record } from './voicemail.js';
import { targetOf } from './addresses.js';
import { toneOf } from './wav.js';

/** Every verb the simulator performs. */
export const VERBS: Readonly<Record<string, Perform>> = {
  Say: say,
  Play: playSound,
  Pause: pauseVerb,
  Gather: gather,
  Enqueue: enqueue,
  Dial: conference,
  Record: record,
  Redirect: ({ text, attributes }, scene) => Promise.resolve(targetOf(text, attributes.method, scene.base)),
  Leave: () => Promise.resolve('leave'),
  Hangup: () => Promise.resolve('hang-up'),
  Reject: reject,
};

const SOUND_SECONDS = 3;

async function say({ text, attributes }: Markup, { exchange, leg, signal }: Scene): Promise<'next'> {
  const { speechRate } = exchange.settings;
  const words = text.replace(/\s+/g, ' ').trim();
  for (let round = 0; round < timesOf(attributes.loop); round++) {
    if (round > 0 && attributes.loop === '0') await (speechRate > 0 ? pause(0, signal) : forever(signal));
    leg.phone?.note('prompt', { text: words, language: attributes.language ?? 'en-US' });
    exchange.recordings.hear(leg, () => toneOf('carrier', words));
    await pause(speechRate > 0 ? (words.length / speechRate) * 1000 : 0, signal);
  }
  return 'next';
}

async function playSound({ text, attributes }: Markup, { exchange, leg, stage, signal }: Scene): Promise<'next'> {
  if (attributes.digits) return 'next';
  const { speechRate, waitLoopMs } = exchange.settings;
  for (let round = 0; round < timesOf(attributes.loop); round++) {
    if (round > 0 && attributes.loop === '0') await forever(signal);
    leg.phone?.note('music', { url: text.trim() });
    await pause(stage === 'call' ? (speechRate > 0 ? SOUND_SECONDS * 1000 : 0) : waitLoopMs, signal);
  }
  return 'next';
}

/** How often something is played; 0 means until the call ends. */
const timesOf = (loop: string | undefined): number => (loop === '0' ? Infinity : Math.max(1, Number(loop ?? 1)));

async function pauseVerb({ attributes }: Markup, { exchange, signal }: Scene): Promise<'next'> {
  const seconds = Number(attributes.length ?? 1);
  await pause(exchange.settings.speechRate > 0 ? seconds * exchange.settings.secondMs : 0, signal);
  return 'next';
}

function reject({ attributes }: Markup, { exchange, leg }: Scene): Promise<'hang-up'> {
  exchange.calls.end(leg, attributes.reason === 'busy' ? 'busy' : 'no-answer', 'rejected');
  return Promise.resolve('hang-up');
}
