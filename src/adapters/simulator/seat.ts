import type { Parameters, Target } from './deliveries.js';
import { deferred } from './interruption.js';
import type { Leg } from './leg.js';
import type { RecordingWatch } from './recording.js';
import type { Room } from './room.js';
import type { Source } from './script.js';

/** Why somebody left a conference, in the words of ReasonParticipantLeft. */
export type LeaveReason =
  | 'conference_ended_via_api'
  | 'moderator_ended_conference'
  | 'participant_updated_via_api'
  | 'participant_kicked_via_api'
  | 'participant_hung_up'
  | 'participant_add_failed';

/** Where events of a conference go, and which: start, end, join, leave, mute, hold, modify, announcement. */
export interface ConferenceWatch {
  readonly target: Target;
  readonly events: ReadonlySet<string>;
}

/** The terms on which a call enters a conference. */
export interface SeatTerms {
  readonly label: string | undefined;
  readonly muted: boolean;
  readonly startOnEnter: boolean;
  readonly endOnExit: boolean;
  /** `true`, `false`, `onEnter` or `onExit`: when the others hear a beep. */
  readonly beep: string;
  readonly coaching: boolean;
  /** The call that is coached. */
  readonly coached: string | undefined;
  /** What is heard until the conference starts; nothing means the carrier's music. */
  readonly wait: Source | undefined;
  readonly watch: ConferenceWatch | undefined;
  /** Set if the conference is to be recorded from its start. */
  readonly record: RecordingWatch | undefined;
}

/** A call's part in a conference: asked in, present, gone. */
export class Seat {
  readonly createdAt = new Date();
  updatedAt = new Date();
  status: 'queued' | 'connected' | 'complete' | 'failed' = 'queued';
  muted: boolean;
  hold = false;
  coaching: boolean;
  coached: string | undefined;
  endOnExit: boolean;
  /** Plays waiting or hold music until it is aborted. */
  music: AbortController | undefined;
  private readonly ending = deferred<LeaveReason>();

  constructor(
    readonly room: Room,
    readonly leg: Leg,
    readonly terms: SeatTerms,
  ) {
    this.muted = terms.muted;
    this.coaching = terms.coaching;
    this.coached = terms.coached;
    this.endOnExit = terms.endOnExit;
  }

  get present(): boolean {
    return this.status === 'connected';
  }

  /** Fulfilled with the reason once the call is no longer in the conference. */
  get left(): Promise<LeaveReason> {
    return this.ending.promise;
  }

  finish(reason: LeaveReason): void {
    this.status = reason === 'participant_add_failed' ? 'failed' : 'complete';
    this.music?.abort();
    if (this.leg.seat === this) this.leg.seat = undefined;
    this.ending.resolve(reason);
  }

  /** What a participant event carries about the participant. */
  parameters(): Parameters {
    return {
      CallSid: this.leg.sid,
      Muted: String(this.muted),
      Hold: String(this.hold),
      Coaching: String(this.coaching),
      ...(this.coaching && this.coached ? { CallSidToCoach: this.coached } : {}),
      EndConferenceOnExit: String(this.endOnExit),
      StartConferenceOnEnter: String(this.terms.startOnEnter),
      ...(this.terms.label === undefined ? {} : { ParticipantLabel: this.terms.label }),
    };
  }
}

/** Whether words of one in the room reach another: not past mute or hold, and a coach's reach only the coached. */
export function hears(listener: Seat, speaker: Seat): boolean {
  if (listener === speaker || !listener.present || !speaker.present || listener.hold) return false;
  if (speaker.muted || speaker.hold) return false;
  return !speaker.coaching || speaker.coached === listener.leg.sid;
}
