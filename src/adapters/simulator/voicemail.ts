import { targetOf } from './addresses.js';
import { recordingWatchOf } from './conferring.js';
import { pause } from './interruption.js';
import type { Markup } from './markup.js';
import type { Recording } from './recording.js';
import type { Perform, Scene, Source } from './script.js';

const LONGEST_SECONDS = 3600;
const SILENCE_SECONDS = 5;
const KEYS = '1234567890*#';

/** Record: a beep, then whatever is said until a key, silence, the longest time or the end of the call. */
export const record: Perform = async (verb, scene) => {
  const { exchange, leg } = scene;
  const { attributes } = verb;
  if (attributes.playBeep !== 'false') leg.phone?.note('beep', {});
  leg.input.clear();
  const watch = recordingWatchOf(attributes, scene.base);
  const recording = exchange.recordings.begin({ leg, room: undefined, channels: 1, track: 'inbound', source: 'RecordVerb', watch });
  try {
    const key = await listen(verb, scene);
    exchange.recordings.stop(recording);
    if (recording.status === 'absent') return 'next';
    return actionOf(verb, scene, recording, key);
  } catch (error) {
    exchange.recordings.stop(recording);
    await tellOfHangUp(verb, scene, recording);
    throw error;
  }
};

/** Waits for the end of the message; the key that ended it, if one did. */
async function listen({ attributes }: Markup, { exchange, leg, signal }: Scene): Promise<string> {
  const { secondMs } = exchange.settings;
  const keys = attributes.finishOnKey ?? KEYS;
  const silenceMs = Number(attributes.timeout ?? SILENCE_SECONDS) * secondMs;
  const until = Date.now() + Number(attributes.maxLength ?? LONGEST_SECONDS) * secondMs;
  await pause(0, signal);
  for (;;) {
    const left = until - Date.now();
    if (left <= 0) return '';
    const came = await leg.input.take(Math.min(silenceMs, left), signal);
    if (came === undefined) return '';
    if (came.kind === 'key' && keys.includes(came.key)) return came.key;
  }
}

function parametersOf({ exchange }: Scene, recording: Recording, digits: string): Record<string, string> {
  return {
    RecordingUrl: exchange.recordings.urlOf(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(recording.duration ?? 0),
    Digits: digits,
  };
}

function actionOf({ attributes }: Markup, scene: Scene, recording: Recording, key: string): Source {
  const target = targetOf(attributes.action ?? scene.base, attributes.method, scene.base);
  return { ...target, parameters: parametersOf(scene, recording, key) };
}

/** Who hangs up after the beep has still left a message: the action is asked once more, its answer performed no longer. */
async function tellOfHangUp(verb: Markup, scene: Scene, recording: Recording): Promise<void> {
  const { exchange, leg } = scene;
  if (!leg.ended || recording.status !== 'completed' || exchange.closed) return;
  const target = targetOf(verb.attributes.action ?? scene.base, verb.attributes.method, scene.base);
  const parameters = { ...leg.parameters(), ...parametersOf(scene, recording, 'hangup') };
  await exchange.deliveries.ask(target, parameters).catch((error: unknown) => exchange.noteFault(error, leg, target));
}
