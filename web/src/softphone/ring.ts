/** The ring of a Chinese exchange, made here: 450 Hz, one second on, four off. */
const HERTZ = 450;
const ROUND_MS = 5000;
const LOUDNESS = 0.12;

let sound: AudioContext | undefined;
let round: ReturnType<typeof setInterval> | undefined;

/** A browser gives sound only to a page that somebody touched; until then the banner has to do. */
const context = (): AudioContext | undefined => {
  if (!sound && navigator.userActivation?.hasBeenActive !== false) sound = new AudioContext();
  return sound;
};

const ringOnce = (): void => {
  const from = context();
  if (!from) return;
  void from.resume();
  const gain = new GainNode(from, { gain: 0 });
  const tone = new OscillatorNode(from, { frequency: HERTZ });
  const at = from.currentTime;
  gain.gain.setTargetAtTime(LOUDNESS, at, 0.02);
  gain.gain.setTargetAtTime(0, at + 1, 0.02);
  tone.connect(gain).connect(from.destination);
  tone.start(at);
  tone.stop(at + 1.2);
};

export const startRing = (): void => {
  if (round) return;
  ringOnce();
  round = setInterval(ringOnce, ROUND_MS);
};

export const stopRing = (): void => {
  clearInterval(round);
  round = undefined;
};
