import type { Parameters, Target } from './deliveries.js';
import type { Exchange } from './exchange.js';
import type { Leg } from './leg.js';
import { newSid, rfc2822 } from './names.js';
import { playRound } from './queueing.js';
import { Seat } from './seat.js';
import type { ConferenceWatch, LeaveReason, SeatTerms } from './seat.js';
import { play } from './script.js';
import type { Source } from './script.js';

/** Why a conference ended, as the REST interface and the last event say it. */
export type EndReason =
  | 'conference-ended-via-api'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'last-participant-left'
  | 'last-participant-kicked';

/** What may be changed about somebody in the room. */
export interface SeatChange {
  readonly muted?: boolean | undefined;
  readonly hold?: boolean | undefined;
  readonly holdSource?: Source | undefined;
  readonly coaching?: boolean | undefined;
  readonly coached?: string | undefined;
  readonly endOnExit?: boolean | undefined;
}

/** One conference, from its first participant to its last. */
export class Room {
  readonly sid = newSid('CF');
  readonly createdAt = new Date();
  updatedAt = new Date();
  status: 'init' | 'in-progress' | 'completed' = 'init';
  endReason: EndReason | undefined;
  endedBy: string | undefined;
  readonly seats = new Set<Seat>();
  /** The first participant's wish counts for all. */
  private watch: { readonly of: ConferenceWatch | undefined } | undefined;
  private told = 0;

  constructor(
    private readonly exchange: Exchange,
    readonly name: string,
  ) {}

  get present(): readonly Seat[] {
    return [...this.seats].filter((seat) => seat.present);
  }

  /** A seat for a call that is not there yet, or is about to enter. */
  reserve(leg: Leg, terms: SeatTerms): Seat {
    this.watch ??= { of: terms.watch };
    const seat = new Seat(this, leg, terms);
    this.seats.add(seat);
    leg.seat = seat;
    return seat;
  }

  /** The call is in. With two in the room, one of whom may start it, the conference starts. */
  enter(seat: Seat): void {
    seat.status = 'connected';
    seat.leg.phone?.note('joined', { room: this.name, muted: seat.muted, coaching: seat.coaching });
    this.beep(seat, 'onEnter');
    this.tell('participant-join', 'join', seat.parameters());
    if (this.status === 'init' && this.present.length > 1 && this.present.some((one) => one.terms.startOnEnter)) this.start();
    else if (this.status === 'init') this.playTo(seat, seat.terms.wait);
  }

  /** The call is out again. The conference may end with it. */
  leave(seat: Seat, reason: LeaveReason): void {
    if (!this.seats.delete(seat)) return;
    const wasIn = seat.present;
    seat.finish(wasIn ? reason : 'participant_add_failed');
    const status = { ParticipantCallStatus: seat.leg.status, ReasonParticipantLeft: wasIn ? wordOf(reason) : 'participant_add_failed' };
    this.tell('participant-leave', 'leave', { ...seat.parameters(), ...status });
    if (this.status === 'completed') return;
    const kicked = reason === 'participant_kicked_via_api';
    if (wasIn) this.beep(seat, 'onExit');
    if (wasIn && seat.endOnExit) this.end(`participant-with-end-conference-on-exit-${kicked ? 'kicked' : 'left'}`, seat);
    else if (this.seats.size === 0) this.end(`last-participant-${kicked ? 'kicked' : 'left'}`, seat);
  }

  /** Everybody out: those in the room go on with their documents, those still ringing are given up. */
  end(reason: EndReason, by?: Seat): void {
    if (this.status === 'completed') return;
    this.status = 'completed';
    this.updatedAt = new Date();
    this.endReason = reason;
    this.endedBy = by?.leg.sid;
    const word: LeaveReason = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference';
    for (const seat of [...this.seats]) {
      if (seat.present) this.leave(seat, word);
      else this.exchange.calls.end(seat.leg, 'canceled', 'conference-ended');
    }
    this.exchange.recordings.endOfRoom(this);
    this.tell('conference-end', 'end', {
      ...(by ? { CallSidEndingConference: by.leg.sid } : {}),
      ...(by?.terms.label === undefined ? {} : { ParticipantLabelEndingConference: by.terms.label }),
      ReasonConferenceEnded: reason,
      Reason: by ? `Participant ${by.leg.sid} left` : 'Conference ended via API',
    });
  }

  /** Hold, mute, coaching and the rest, with one event for each that really changed. */
  change(seat: Seat, change: SeatChange): void {
    seat.updatedAt = new Date();
    if (change.hold !== undefined && change.hold !== seat.hold) this.setHold(seat, change.hold, change.holdSource);
    if (change.muted !== undefined && change.muted !== seat.muted) {
      seat.muted = change.muted;
      seat.leg.phone?.note('muted', { muted: seat.muted });
      this.tell(seat.muted ? 'participant-mute' : 'participant-unmute', 'mute', seat.parameters());
    }
    const before = `${seat.coaching} ${seat.coached} ${seat.endOnExit}`;
    seat.coaching = change.coaching ?? seat.coaching;
    seat.coached = change.coached ?? seat.coached;
    seat.endOnExit = change.endOnExit ?? seat.endOnExit;
    if (before !== `${seat.coaching} ${seat.coached} ${seat.endOnExit}`) this.tell('participant-modify', 'modify', seat.parameters());
  }

  /** Plays a document to some in the room, and says when it is over. */
  async announce(seats: readonly Seat[], target: Target, whole: boolean): Promise<void> {
    const about = { AnnounceUrl: target.url, ...(whole ? {} : seats[0]?.parameters()) };
    try {
      await Promise.all(seats.map((seat) => play(this.exchange, seat.leg, target, 'conference', signalOf(seat.leg))));
      this.tell('announcement-end', 'announcement', about);
    } catch (error) {
      const fault = this.exchange.noteFault(error, seats[0]?.leg, target);
      this.tell('announcement-fail', 'announcement', { ...about, ReasonAnnouncementFailed: fault.message });
    }
  }

  private start(): void {
    this.status = 'in-progress';
    this.updatedAt = new Date();
    for (const seat of this.present.filter(({ hold, music }) => !hold && music)) {
      seat.music?.abort();
      seat.leg.phone?.note('resumed', {});
    }
    this.tell('conference-start', 'start', {});
    const record = this.present.find((seat) => seat.terms.record)?.terms.record;
    if (record) this.exchange.recordings.ofRoom(this, record);
  }

  private setHold(seat: Seat, hold: boolean, source: Source | undefined): void {
    seat.hold = hold;
    seat.music?.abort();
    seat.leg.phone?.note(hold ? 'held' : 'resumed', {});
    this.tell(hold ? 'participant-hold' : 'participant-unhold', 'hold', seat.parameters());
    if (hold) this.playTo(seat, source);
    else if (this.status === 'init') this.playTo(seat, seat.terms.wait);
  }

  private playTo(seat: Seat, source: Source | undefined): void {
    const music = new AbortController();
    seat.music = music;
    const { exchange } = this;
    void playRound(exchange, seat.leg, source, (next, stage, signal) => play(exchange, seat.leg, next, stage, signal), music.signal).catch(
      (error: unknown) => {
        if (!music.signal.aborted) exchange.noteFault(error, seat.leg, source);
      },
    );
  }

  private beep(seat: Seat, moment: 'onEnter' | 'onExit'): void {
    if (seat.terms.beep !== 'true' && seat.terms.beep !== moment) return;
    for (const other of this.present) if (other !== seat && !other.hold) other.leg.phone?.note('beep', {});
  }

  private tell(event: string, kind: string, parameters: Parameters): void {
    this.told += 1;
    const watch = this.watch?.of;
    if (!watch?.events.has(kind)) return;
    const about = {
      ConferenceSid: this.sid,
      FriendlyName: this.name,
      AccountSid: this.exchange.settings.accountSid,
      SequenceNumber: String(this.told),
      Timestamp: rfc2822(new Date()),
      StatusCallbackEvent: event,
    };
    this.exchange.deliveries.tell(watch.target, { ...about, ...parameters }, this.sid);
  }
}

const wordOf = (reason: LeaveReason): string => (reason === 'participant_kicked_via_api' ? 'participant_updated_via_api' : reason);
const signalOf = (leg: Leg): AbortSignal => leg.course?.signal ?? new AbortController().signal;
