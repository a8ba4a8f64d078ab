import type { Parameters } from './deliveries.js';
import type { Exchange } from './exchange.js';
import type { Leg } from './leg.js';
import { rfc2822 } from './names.js';
import { Recording } from './recording.js';
import type { RecordingTerms, RecordingWatch } from './recording.js';
import type { Room } from './room.js';
import type { SoundMaker } from './wav.js';

const KEPT = 500;
/** Which channel of a dual recording holds what: first what the call's phone says, then what it hears. */
const SAID = 0;
const HEARD = 1;

/** The recordings of the account, those under way and those that can be fetched. */
export class Recordings {
  readonly all = new Map<string, Recording>();

  constructor(private readonly exchange: Exchange) {}

  /** Begins one and tells those who watch. */
  begin(terms: RecordingTerms): Recording {
    const recording = new Recording(terms);
    this.all.set(recording.sid, recording);
    for (const old of this.all.values()) {
      if (this.all.size <= KEPT) break;
      if (!old.running) this.all.delete(old.sid);
    }
    this.tell(recording, 'in-progress');
    return recording;
  }

  /** A conference recorded from its start: always one channel, as with Twilio. */
  ofRoom(room: Room, watch: RecordingWatch): Recording {
    return this.begin({ leg: undefined, room, channels: 1, track: 'both', source: 'Conference', watch });
  }

  /** The phone of a call said something. */
  say(leg: Leg, sound: SoundMaker): void {
    for (const recording of this.runningOf(leg)) if (recording.terms.track !== 'outbound') recording.add(sound(), SAID);
  }

  /** The phone of a call heard something. What Record takes is only what was said. */
  hear(leg: Leg, sound: SoundMaker): void {
    for (const recording of this.runningOf(leg)) {
      if (recording.terms.track !== 'inbound' && recording.terms.source !== 'RecordVerb') recording.add(sound(), HEARD);
    }
  }

  /** Something was said in a conference that all may hear. */
  sayInRoom(room: Room, sound: SoundMaker): void {
    for (const recording of this.all.values()) if (recording.running && recording.terms.room === room) recording.add(sound(), SAID);
  }

  /** Stops one: the file is there, or it is absent because nothing was ever said to Record. */
  stop(recording: Recording): void {
    if (!recording.running) return;
    if (recording.empty && recording.terms.source === 'RecordVerb') {
      recording.status = 'absent';
      return this.tell(recording, 'absent');
    }
    recording.finish();
    this.tell(recording, 'completed');
  }

  endOf(leg: Leg): void {
    for (const recording of this.runningOf(leg)) this.stop(recording);
  }

  endOfRoom(room: Room): void {
    for (const recording of this.all.values()) if (recording.terms.room === room) this.stop(recording);
  }

  /** The newest recording of a call that still runs: `Twilio.CURRENT`. */
  currentOf(leg: Leg): Recording | undefined {
    return this.runningOf(leg).at(-1);
  }

  urlOf(recording: Recording): string {
    return `https://api.twilio.com/2010-04-01/Accounts/${this.exchange.settings.accountSid}/Recordings/${recording.sid}`;
  }

  /** What the last callback of a call says about its recording. */
  parametersOf(leg: Leg): Record<string, string> {
    const last = [...this.all.values()].filter(({ terms, status }) => terms.leg === leg && status === 'completed').at(-1);
    if (!last) return {};
    return { RecordingUrl: this.urlOf(last), RecordingSid: last.sid, RecordingDuration: String(last.duration ?? 0) };
  }

  private runningOf(leg: Leg): Recording[] {
    return [...this.all.values()].filter((recording) => recording.running && recording.terms.leg === leg);
  }

  private tell(recording: Recording, status: 'in-progress' | 'completed' | 'absent'): void {
    const { watch, leg, room, channels, source, track } = recording.terms;
    if (!watch.target || !watch.events.has(status)) return;
    const parameters: Parameters = {
      AccountSid: this.exchange.settings.accountSid,
      ...(leg ? { CallSid: leg.sid } : {}),
      ...(room ? { ConferenceSid: room.sid } : {}),
      RecordingSid: recording.sid,
      RecordingUrl: this.urlOf(recording),
      RecordingStatus: status,
      RecordingDuration: String(recording.duration ?? 0),
      RecordingChannels: String(channels),
      RecordingStartTime: rfc2822(recording.createdAt),
      RecordingSource: source,
      RecordingTrack: track,
      ...(status === 'absent' ? { ErrorCode: '0' } : {}),
    };
    this.exchange.deliveries.tell(watch.target, parameters, recording.sid);
  }
}
