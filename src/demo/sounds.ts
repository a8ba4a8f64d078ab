import { createHash } from 'node:crypto';
import { mixInto, RATE, toneOf, wavFile } from '../adapters/simulator/wav.js';
import { nameOf } from '../calls/recordings.js';
import type { FileStore } from '../files/file-store.js';
import type { HallCall } from './hall.js';
import { idAt } from './telling.js';
import { Random } from './random.js';

const VOICEMAILS = 3;

/** A tone that rises and falls in place of words, as long as the recording says. */
function soundOf(seconds: number, random: Random): Buffer {
  const track = new Int16Array(seconds * RATE);
  for (let at = RATE / 4; at < track.length - RATE; at += Math.floor(random.between([1.2, 3.4]) * RATE)) {
    mixInto(track, toneOf(random.pick(['caller', 'agent']), 'x'.repeat(random.whole([8, 40]))), at);
  }
  return wavFile([track]);
}

/**
 * Rows of `recordings` for what was recorded: the newest few have their sound in the store, the voicemails before them are past their
 * time. Without a store there are none with sound. Never a row that promises sound which is not there.
 */
export async function recordingRows(calls: readonly HallCall[], files: FileStore | undefined): Promise<object[]> {
  const heard = calls.filter(({ record }) => record.recordings.length > 0);
  const newest = heard.filter(({ record }) => record.outcome === 'voicemail').slice(-VOICEMAILS);
  const rows: object[] = [];
  for (const call of heard) {
    const { callId, record } = call;
    const [{ ref, kind, seconds, channels }] = record.recordings as [HallCall['record']['recordings'][number]];
    const at = record.endedAt!;
    const random = new Random(at % 2 ** 31);
    const common = { id: idAt(at, random), callId, ref, kind, seconds, channels, at, attempts: 0, nextAt: null };
    const hasSound = files !== undefined && (kind === 'call' || newest.includes(call));
    if (!hasSound) {
      rows.push({ ...common, state: 'expired', bytes: 0, sha256: null, keptSince: null });
      continue;
    }
    const sound = soundOf(seconds, random);
    await files.put(nameOf(common.id), sound);
    const sha256 = createHash('sha256').update(sound).digest('hex');
    rows.push({ ...common, state: 'released', bytes: sound.length, sha256, keptSince: at });
  }
  return rows;
}
