/** Samples of sound: 16 bit, 8,000 a second, one channel. */
export type Sound = Int16Array;

/** A sound that is only made if somebody records it. */
export type SoundMaker = () => Sound;

/** Samples a second, everywhere in the simulator. */
export const RATE = 8000;

/** A short tone that stands for words: pitch by who speaks, length by how much is said. */
export function toneOf(speaker: string, words: string): Sound {
  let mixed = 0;
  for (const letter of speaker) mixed = (mixed * 31 + letter.charCodeAt(0)) % 600;
  const pitch = 300 + mixed;
  const samples = Math.round(RATE * Math.min(3, 0.2 + words.length * 0.04));
  const sound = new Int16Array(samples);
  for (let i = 0; i < samples; i++) {
    const swell = Math.min(1, i / 200, (samples - i) / 200);
    sound[i] = Math.round(6000 * swell * Math.sin((2 * Math.PI * pitch * i) / RATE));
  }
  return sound;
}

/** Adds a sound to a track from a sample on, without overflow. */
export function mixInto(track: Int16Array, sound: Sound, from: number): void {
  for (let i = 0; i < sound.length && from + i < track.length; i++) {
    const sum = (track[from + i] ?? 0) + (sound[i] ?? 0);
    track[from + i] = Math.max(-32_768, Math.min(32_767, sum));
  }
}

/** Samples out of raw bytes, little endian; an odd byte at the end is dropped. */
export function soundOf(pcm: Buffer): Sound {
  const sound = new Int16Array(Math.floor(pcm.length / 2));
  for (let i = 0; i < sound.length; i++) sound[i] = pcm.readInt16LE(i * 2);
  return sound;
}

/** A WAV file of one or two channels of equal length. */
export function wavFile(channels: readonly Sound[]): Buffer {
  const count = channels.length;
  const samples = Math.max(0, ...channels.map((channel) => channel.length));
  const bytes = samples * count * 2;
  const file = Buffer.alloc(44 + bytes);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + bytes, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(count, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * count * 2, 28);
  file.writeUInt16LE(count * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(bytes, 40);
  for (let i = 0; i < samples; i++) {
    for (let channel = 0; channel < count; channel++) file.writeInt16LE(channels[channel]?.[i] ?? 0, 44 + (i * count + channel) * 2);
  }
  return file;
}
