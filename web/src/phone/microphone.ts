import { ref } from 'vue';
import collector from './collector?worker&url';

/** The microphone, in pieces of speech: what is said between two silences goes out as one piece, long speech in pieces of a few seconds. */

export type MicrophoneState = 'off' | 'asking' | 'on' | 'refused' | 'absent' | 'broken';

/** Samples a second, and samples in one frame: a tenth of a second. */
export const RATE = 8000;
const QUIET = 0.012;
const QUIET_FRAMES = 5;
const MOST_FRAMES = 30;
/** Frames before the first loud one: the beginning of a word is soft. */
const BEFORE = 2;

export function useMicrophone(send: (samples: Int16Array) => void) {
  const state = ref<MicrophoneState>('off');
  /** How loud it is now, 0 to 1. */
  const level = ref(0);
  let stream: MediaStream | undefined;
  let audio: AudioContext | undefined;
  let frames: Int16Array[] = [];
  let speaks = false;
  let quiet = 0;

  function flush(): void {
    const spoken = speaks ? frames : [];
    [frames, speaks, quiet] = [[], false, 0];
    if (spoken.length === 0) return;
    const samples = new Int16Array(spoken.reduce((sum, frame) => sum + frame.length, 0));
    let at = 0;
    for (const frame of spoken) {
      samples.set(frame, at);
      at += frame.length;
    }
    send(samples);
  }

  function take(frame: Int16Array): void {
    const loud = Math.sqrt(frame.reduce((sum, sample) => sum + (sample / 32768) ** 2, 0) / frame.length);
    level.value = Math.min(1, loud * 6);
    frames.push(frame);
    if (loud >= QUIET) [speaks, quiet] = [true, 0];
    else quiet += 1;
    if (!speaks) frames = frames.slice(-BEFORE);
    else if (quiet >= QUIET_FRAMES || frames.length >= MOST_FRAMES) flush();
  }

  async function start(): Promise<void> {
    if (state.value === 'asking' || state.value === 'on') return;
    if (!navigator.mediaDevices?.getUserMedia || typeof AudioWorkletNode === 'undefined') return void (state.value = 'absent');
    state.value = 'asking';
    try {
      const wanted = { audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } };
      stream = await navigator.mediaDevices.getUserMedia(wanted);
      // Stopped again while the browser asked.
      if (state.value !== 'asking') return release();
      audio = new AudioContext();
      await audio.audioWorklet.addModule(collector);
      const collecting = new AudioWorkletNode(audio, 'collector', { numberOfOutputs: 0 });
      collecting.port.onmessage = ({ data }: MessageEvent<Int16Array>) => take(data);
      audio.createMediaStreamSource(stream).connect(collecting);
      stream.getAudioTracks()[0]?.addEventListener('ended', () => stop());
      state.value = 'on';
    } catch (error) {
      release();
      state.value = REASONS[(error as DOMException).name] ?? 'broken';
    }
  }

  function release(): void {
    for (const track of stream?.getTracks() ?? []) track.stop();
    void audio?.close().catch(() => undefined);
    [stream, audio] = [undefined, undefined];
    level.value = 0;
  }

  function stop(): void {
    if (state.value === 'on') flush();
    release();
    if (state.value === 'on' || state.value === 'asking') state.value = 'off';
  }

  return { state, level, start, stop };
}

const REASONS: Record<string, MicrophoneState> = { NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'absent' };
