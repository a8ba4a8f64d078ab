const RATE = 8_000;
/** A slow rise and fall, in hertz; half a second each. */
const NOTES = [262, 330, 392, 523, 392, 330, 294, 349, 440, 587, 440, 349, 262, 330, 392, 330];
const NOTE_SAMPLES = RATE / 2;
let made: Buffer | undefined;

/** Music for those who wait, made here so that it belongs to nobody: a WAV of eight seconds, 8 kHz, 16 bit. */
export function musicOnHold(): Buffer {
  made ??= wavOf(NOTES.flatMap((hertz) => Array.from({ length: NOTE_SAMPLES }, (_, index) => sample(hertz, index))));
  return made;
}

function sample(hertz: number, index: number): number {
  const fade = Math.sin((Math.PI * index) / NOTE_SAMPLES);
  const wave = Math.sin((2 * Math.PI * hertz * index) / RATE) + 0.3 * Math.sin((4 * Math.PI * hertz * index) / RATE);
  return Math.round(3_000 * fade * wave);
}

function wavOf(samples: readonly number[]): Buffer {
  const wav = Buffer.alloc(44 + samples.length * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples.length * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((value, index) => wav.writeInt16LE(value, 44 + index * 2));
  return wav;
}
