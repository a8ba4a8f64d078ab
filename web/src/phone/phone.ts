import { computed, ref, shallowRef, watch } from 'vue';
import { call, forget, hear, isInCall, lastDialled, prepare, recall, say, unread } from './call';
import { dialled, NotDone, plain, useLine, type PhoneEvent } from './line';
import { RATE } from './microphone';
import * as sounds from './sound';

/** What the hands do with the phone, and what each event sounds like. */

const HOTLINE = '+8612345';

export type Problem = 'offline' | 'no-such-number' | 'in-call' | 'not-in-call' | 'other';

/** Keys pressed while no call is on: the number to dial. */
export const typed = ref('');
export const problem = ref<Problem>();
const line = shallowRef<ReturnType<typeof useLine>>();

export const lineState = computed(() => line.value?.state.value ?? 'connecting');
export const ownNumber = computed(() => plain(line.value?.number.value ?? ''));
export const target = computed(() => typed.value || plain(HOTLINE));

const SOUNDS: Record<string, (event: PhoneEvent) => void> = {
  prompt({ text }) {
    sounds.playMusic(undefined);
    sounds.readAloud(String(text));
  },
  music: ({ url }) => sounds.playMusic(String(url ?? '')),
  beep: () => sounds.beep(),
  joined: () => sounds.hush(),
  held: () => sounds.hush(),
  resumed: () => sounds.hush(),
  heard({ text }) {
    sounds.playMusic(undefined);
    sounds.readAloud(String(text));
  },
  'heard-audio'({ url }) {
    sounds.playMusic(undefined);
    if (sounds.soundOn.value) sounds.playClip(String(url));
  },
  ended() {
    sounds.hush();
    sounds.endTone();
  },
};

watch(
  () => call.stage,
  (stage) => {
    problem.value = undefined;
    sounds.ring(stage === 'dialing' ? 'calling' : stage === 'ringing' ? 'ringing' : undefined);
  },
);
watch(sounds.soundOn, (on) => on && call.music !== undefined && sounds.playMusic(call.music));

/** Takes the phone off the shelf; gives what puts it back. */
export function open(): () => void {
  sounds.lookForVoice();
  line.value = useLine({
    event(event, isNews) {
      hear(event, isNews);
      if (isNews) SOUNDS[event.type]?.(event);
    },
    ready: prepare,
    caughtUp: () => recall(),
    forgotten: forget,
  });
  void line.value.start();
  return () => {
    sounds.ring(undefined);
    sounds.hush();
    line.value?.leave();
    line.value = undefined;
  };
}

const PROBLEMS: Record<number, Problem> = { 0: 'offline', 404: 'no-such-number', 409: 'in-call' };

/** Whether it was done; if not, `problem` says why. */
async function act(what: string, facts: object = {}, otherwise: Partial<typeof PROBLEMS> = {}): Promise<boolean> {
  problem.value = undefined;
  try {
    await line.value?.act(what, facts);
    return true;
  } catch (error) {
    const status = error instanceof NotDone ? error.status : -1;
    problem.value = otherwise[status] ?? PROBLEMS[status] ?? 'other';
    return false;
  }
}

export async function dial(number = dialled(target.value)): Promise<void> {
  if (await act('calls', { to: number })) typed.value = '';
}
export const redial = (): Promise<void> => dial(lastDialled.value || HOTLINE);
export const answer = (): Promise<boolean> => act('answer');
export const hangUp = (): Promise<boolean> => act('hang-up');

const LONGEST_NUMBER = 15;

/** A key: of the number to dial, or in the call. */
export async function press(key: string): Promise<void> {
  sounds.allowSound();
  sounds.keyTone(key);
  if (call.stage === 'ringing') return;
  if (!isInCall.value) {
    if (/\d/.test(key) && typed.value.length < LONGEST_NUMBER) typed.value += key;
    return;
  }
  window.speechSynthesis?.cancel();
  if (await act('digits', { digits: key }, NOT_NOW)) say('keys', key);
}

export const erase = (): void => void (typed.value = typed.value.slice(0, -1));

const NOT_NOW: Record<number, Problem> = { 409: 'not-in-call' };

/** Says words in the call; false keeps them in the field. */
export async function speak(words: string): Promise<boolean> {
  const done = await act('speech', { text: words }, NOT_NOW);
  if (done) say('words', words);
  return done;
}

export async function sendSound(samples: Int16Array): Promise<void> {
  problem.value = undefined;
  try {
    await line.value?.sendSound(samples);
    say('sound', String(samples.length / RATE));
  } catch (error) {
    problem.value = error instanceof NotDone && error.status === 409 ? 'not-in-call' : 'offline';
  }
}

export async function write(body: string): Promise<boolean> {
  const done = await act('messages', { to: HOTLINE, body });
  if (done) say('sms', body);
  return done;
}

export const readTexts = (): void => void (unread.value = 0);
