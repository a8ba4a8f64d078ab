import { targetOf } from './addresses.js';
import { unlessInterrupted } from './interruption.js';
import type { Markup } from './markup.js';
import type { Perform } from './script.js';
import type { ConferenceWatch, SeatTerms } from './seat.js';
import type { RecordingWatch } from './recording.js';

const DEFAULT_EVENTS = 'start end';

/** Dial with a Conference inside: in the room until the call leaves it, then on to the action. */
export const conference: Perform = async (verb, scene) => {
  const { exchange, leg, signal } = scene;
  const [noun] = verb.children;
  if (!noun) return 'next';
  const begun = Date.now();
  const seat = exchange.rooms.named(noun.text.trim()).reserve(leg, termsOf(noun, scene.base));
  seat.room.enter(seat);
  const star = verb.attributes.hangupOnStar === 'true' ? listenForStar(() => seat.room.leave(seat, 'participant_hung_up')) : undefined;
  leg.onKey = star;
  await unlessInterrupted(seat.left, signal);
  leg.onKey = undefined;
  if (verb.attributes.action === undefined) return 'next';
  const seconds = Math.round((Date.now() - begun) / 1000);
  const parameters = { DialCallStatus: 'answered', DialCallDuration: String(seconds), DialBridged: 'true' };
  return { ...targetOf(verb.attributes.action, verb.attributes.method, scene.base), parameters };
};

const listenForStar = (leave: () => void) => (key: string) => {
  if (key === '*') leave();
};

/** The terms in the attributes of a Conference. */
function termsOf({ attributes }: Markup, base: string): SeatTerms {
  return {
    label: attributes.participantLabel,
    muted: attributes.muted === 'true',
    startOnEnter: attributes.startConferenceOnEnter !== 'false',
    endOnExit: attributes.endConferenceOnExit === 'true',
    beep: attributes.beep ?? 'true',
    coaching: attributes.coach !== undefined && attributes.coach !== '',
    coached: attributes.coach || undefined,
    wait: attributes.waitUrl ? targetOf(attributes.waitUrl, attributes.waitMethod, base) : undefined,
    watch: watchOf(attributes, base),
    record: attributes.record === 'record-from-start' ? recordingWatchOf(attributes, base) : undefined,
  };
}

function watchOf(attributes: Markup['attributes'], base: string): ConferenceWatch | undefined {
  if (!attributes.statusCallback) return undefined;
  return {
    target: targetOf(attributes.statusCallback, attributes.statusCallbackMethod, base),
    events: new Set((attributes.statusCallbackEvent ?? DEFAULT_EVENTS).split(' ')),
  };
}

/** Where and of what a recording verb or noun tells. */
export function recordingWatchOf(attributes: Markup['attributes'], base: string): RecordingWatch {
  return {
    target: attributes.recordingStatusCallback
      ? targetOf(attributes.recordingStatusCallback, attributes.recordingStatusCallbackMethod, base)
      : undefined,
    events: new Set((attributes.recordingStatusCallbackEvent ?? 'completed').split(' ')),
  };
}
