import { ref, watch } from 'vue';
import { memory } from '../memory';

/** Everything this page lets sound: keys and bells, made here; music, voices and what is read aloud only if the reader wants it. */

const SOUND_KEY = 'phone-sound';
export const soundOn = ref(memory.get(SOUND_KEY) === 'on');
/** Whether this device can read Chinese aloud; known once its voices are. */
export const hasVoice = ref(true);

let context: AudioContext | undefined;

/** Browsers let a page sound only after the reader did something on it. */
export function allowSound(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
}

function tone(hertz: readonly number[], seconds: number, loudness: number, after = 0): void {
  if (context?.state !== 'running') return;
  const [begin, end] = [context.currentTime + after, context.currentTime + after + seconds];
  const volume = context.createGain();
  volume.connect(context.destination);
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(loudness, begin + 0.01);
  volume.gain.setValueAtTime(loudness, end - 0.02);
  volume.gain.linearRampToValueAtTime(0, end);
  for (const frequency of hertz) {
    const source = context.createOscillator();
    source.frequency.value = frequency;
    source.connect(volume);
    source.start(begin);
    source.stop(end);
  }
}

/** Rows and columns of the key field in hertz: ITU-T Q.23. */
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = '123456789*0#';

export function keyTone(key: string): void {
  const place = KEYS.indexOf(key);
  if (place >= 0) tone([ROWS[Math.floor(place / 3)] ?? 0, COLUMNS[place % 3] ?? 0], 0.16, 0.06);
}

export const beep = (): void => tone([1000], 0.4, 0.08);
/** The line is down: two short tones. */
export const endTone = (): void => [0, 0.35].forEach((after) => tone([450], 0.2, 0.05, after));

const RHYTHMS = {
  /** What a caller hears while it rings at the other end: 450 Hz, one second of five. */
  calling: () => tone([450], 1, 0.04),
  /** A bell: two short bursts. */
  ringing: () => [0, 0.5].forEach((after) => tone([784, 988], 0.4, 0.07, after)),
};
const ROUND_MS = { calling: 5000, ringing: 2500 };
let round: number | undefined;

/** Rings on and on, until told otherwise. */
export function ring(kind: keyof typeof RHYTHMS | undefined): void {
  window.clearInterval(round);
  round = undefined;
  if (!kind) return;
  RHYTHMS[kind]();
  round = window.setInterval(RHYTHMS[kind], ROUND_MS[kind]);
}

/** Sounds of our own server only, whatever name the server knows itself by. */
function ownAddress(url: string): string | undefined {
  if (!url) return undefined;
  try {
    const { pathname } = new URL(url, window.location.origin);
    return /^\/(telephony|simulator)\//.test(pathname) ? pathname : undefined;
  } catch {
    return undefined;
  }
}

let music: HTMLAudioElement | undefined;
let clip: HTMLAudioElement | undefined;
let clips: string[] = [];

export function playMusic(url: string | undefined): void {
  music?.pause();
  music = undefined;
  const address = url === undefined ? undefined : ownAddress(url);
  if (!address || !soundOn.value) return;
  music = new Audio(address);
  music.loop = true;
  music.volume = 0.35;
  void music.play().catch(() => undefined);
}

/** Plays a recording of somebody's words after those that came before it. */
export function playClip(url: string): void {
  const address = ownAddress(url);
  if (!address) return;
  clips.push(address);
  if (!clip) nextClip();
}

function nextClip(): void {
  const address = clips.shift();
  clip = address === undefined ? undefined : new Audio(address);
  if (!clip) return;
  clip.onended = clip.onerror = nextClip;
  void clip.play().catch(nextClip);
}

const chinese = (): SpeechSynthesisVoice | undefined => {
  const voices = window.speechSynthesis?.getVoices() ?? [];
  const speaks = (voice: SpeechSynthesisVoice, language: RegExp) => language.test(voice.lang.replace('_', '-'));
  return voices.find((voice) => speaks(voice, /^(zh|cmn)(-Hans)?-CN/i)) ?? voices.find((voice) => speaks(voice, /^(zh|cmn)\b/i));
};

/** Faster than people talk, so that the words keep up with the line. */
const RATE = 1.35;

export function readAloud(text: string): void {
  const voice = soundOn.value ? chinese() : undefined;
  if (!voice) return;
  const words = new SpeechSynthesisUtterance(text);
  Object.assign(words, { voice, lang: voice.lang, rate: RATE });
  window.speechSynthesis.speak(words);
}

/** Whatever is being said or played stops. */
export function hush(): void {
  window.speechSynthesis?.cancel();
  playMusic(undefined);
  clips = [];
  clip?.pause();
  clip = undefined;
}

export function lookForVoice(): void {
  const look = () => (hasVoice.value = chinese() !== undefined);
  look();
  window.speechSynthesis?.addEventListener?.('voiceschanged', look);
}

watch(soundOn, (on) => {
  memory.set(SOUND_KEY, on ? 'on' : null);
  if (!on) hush();
});
