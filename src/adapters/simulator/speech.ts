import type { Exchange } from './exchange.js';
import type { Leg } from './leg.js';
import { hears } from './seat.js';
import type { PhoneEventType } from './phone.js';
import { toneOf } from './wav.js';
import type { Sound, SoundMaker } from './wav.js';

/** Somebody says words: the verb that listens takes them, and in a conference those who can hear them do. */
export function speak(exchange: Exchange, leg: Leg, text: string): void {
  utter(exchange, leg, () => toneOf(leg.sid, text), 'heard', { text });
  leg.input.push({ kind: 'speech', text });
}

/** Sound from a microphone: recorded, and heard by the others in the room. */
export function sound(exchange: Exchange, leg: Leg, samples: Sound, url: string): void {
  utter(exchange, leg, () => samples, 'heard-audio', { url });
  leg.input.push({ kind: 'speech', text: '' });
}

/** Keys, one after the other; in a conference the others hear their tones. */
export function press(exchange: Exchange, leg: Leg, digits: string): void {
  if (leg.seat?.present) utter(exchange, leg, () => toneOf(leg.sid, digits), 'keys', { digits });
  for (const key of digits) {
    leg.input.push({ kind: 'key', key });
    leg.onKey?.(key);
  }
}

function utter(exchange: Exchange, leg: Leg, samples: SoundMaker, type: PhoneEventType, facts: Record<string, unknown>): void {
  exchange.recordings.say(leg, samples);
  const speaker = leg.seat;
  if (!speaker?.present) return;
  const { room } = speaker;
  for (const listener of room.present) {
    if (room.status !== 'in-progress' || !hears(listener, speaker)) continue;
    listener.leg.phone?.note(type, { ...facts, from: leg.party, label: speaker.terms.label });
    exchange.recordings.hear(listener.leg, samples);
  }
  if (!speaker.muted && !speaker.hold && !speaker.coaching) exchange.recordings.sayInRoom(room, samples);
}
