import type { Target } from './deliveries.js';
import type { Leg } from './leg.js';
import { newSid } from './names.js';
import type { Room } from './room.js';
import { RATE, mixInto, wavFile } from './wav.js';
import type { Sound } from './wav.js';

/** Who hears of a recording, and of which of in-progress, completed, absent. */
export interface RecordingWatch {
  readonly target: Target | undefined;
  readonly events: ReadonlySet<string>;
}

/** How a recording came about, in the carrier's words. */
export type RecordingSource = 'Conference' | 'RecordVerb' | 'StartCallRecordingAPI' | 'OutboundAPI';

/** What is recorded and how. */
export interface RecordingTerms {
  readonly leg: Leg | undefined;
  readonly room: Room | undefined;
  readonly channels: 1 | 2;
  readonly track: 'inbound' | 'outbound' | 'both';
  readonly source: RecordingSource;
  readonly watch: RecordingWatch;
}

/** One recording: sounds with the moments they began, cut to a WAV file when it stops. */
export class Recording {
  readonly sid = newSid('RE');
  readonly createdAt = new Date();
  status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' = 'in-progress';
  /** Seconds, known once it is completed. */
  duration: number | undefined;
  media: Buffer | undefined;
  private readonly begun = Date.now();
  private readonly sounds: { readonly at: number; readonly channel: number; readonly sound: Sound }[] = [];
  private pause: { readonly since: number; readonly skip: boolean } | undefined;
  private skipped = 0;

  constructor(readonly terms: RecordingTerms) {}

  get running(): boolean {
    return this.status === 'in-progress' || this.status === 'paused';
  }

  get empty(): boolean {
    return this.sounds.length === 0;
  }

  /** A sound that begins now; while paused nothing is taken. */
  add(sound: Sound, channel: number): void {
    if (this.status === 'in-progress') this.sounds.push({ at: this.elapsed(), channel: Math.min(channel, this.terms.channels - 1), sound });
  }

  /** `skip` leaves the pause out of the file, otherwise it is silence in it. */
  suspend(skip: boolean): void {
    if (this.pause) return;
    this.pause = { since: Date.now(), skip };
    this.status = 'paused';
  }

  resume(): void {
    if (this.pause?.skip) this.skipped += Date.now() - this.pause.since;
    this.pause = undefined;
    this.status = 'in-progress';
  }

  /** No more sound; the file is made. */
  finish(): void {
    if (this.pause) this.resume();
    const ends = this.sounds.map(({ at, sound }) => samplesIn(at) + sound.length);
    const length = Math.max(samplesIn(this.elapsed()), ...ends);
    const tracks = Array.from({ length: this.terms.channels }, () => new Int16Array(length));
    for (const { at, channel, sound } of this.sounds) mixInto(tracks[channel] ?? tracks[0]!, sound, samplesIn(at));
    this.sounds.length = 0;
    this.media = wavFile(tracks);
    this.duration = Math.max(1, Math.round(length / RATE));
    this.status = 'completed';
  }

  private elapsed(): number {
    const until = this.pause?.skip ? this.pause.since : Date.now();
    return until - this.begun - this.skipped;
  }
}

const samplesIn = (ms: number): number => Math.round((ms * RATE) / 1000);
