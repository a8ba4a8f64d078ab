import type { Leg } from './leg.js';
import type { Message } from './messages.js';
import { segmentsOf } from './messages.js';
import { rfc2822 } from './names.js';
import type { Recording } from './recording.js';
import type { Room } from './room.js';
import type { Seat } from './seat.js';

const date = (at: Date | undefined): string | null => (at ? rfc2822(at) : null);

/** Resources as the REST interface shows them. */
export class RestViews {
  private readonly root: string;

  constructor(private readonly accountSid: string) {
    this.root = `/2010-04-01/Accounts/${accountSid}`;
  }

  call(leg: Leg) {
    const uri = `${this.root}/Calls/${leg.sid}`;
    return {
      sid: leg.sid,
      account_sid: this.accountSid,
      parent_call_sid: null,
      api_version: '2010-04-01',
      to: leg.to,
      to_formatted: leg.to,
      from: leg.from,
      from_formatted: leg.from,
      phone_number_sid: null,
      status: leg.status,
      direction: leg.direction,
      date_created: date(leg.createdAt),
      date_updated: date(leg.endedAt ?? leg.answeredAt ?? leg.createdAt),
      start_time: date(leg.answeredAt ?? leg.startedAt),
      end_time: date(leg.endedAt),
      duration: leg.endedAt ? String(leg.seconds) : null,
      price: null,
      price_unit: 'USD',
      answered_by: null,
      forwarded_from: null,
      caller_name: null,
      group_sid: null,
      trunk_sid: null,
      queue_time: '0',
      uri: `${uri}.json`,
      subresource_uris: { recordings: `${uri}/Recordings.json` },
    };
  }

  conference(room: Room) {
    const uri = `${this.root}/Conferences/${room.sid}`;
    return {
      sid: room.sid,
      account_sid: this.accountSid,
      api_version: '2010-04-01',
      friendly_name: room.name,
      region: 'us1',
      status: room.status,
      reason_conference_ended: room.endReason ?? null,
      call_sid_ending_conference: room.endedBy ?? null,
      date_created: date(room.createdAt),
      date_updated: date(room.updatedAt),
      uri: `${uri}.json`,
      subresource_uris: { participants: `${uri}/Participants.json`, recordings: `${uri}/Recordings.json` },
    };
  }

  participant(seat: Seat) {
    return {
      account_sid: this.accountSid,
      call_sid: seat.leg.sid,
      conference_sid: seat.room.sid,
      label: seat.terms.label ?? null,
      muted: seat.muted,
      hold: seat.hold,
      coaching: seat.coaching,
      call_sid_to_coach: seat.coached ?? null,
      start_conference_on_enter: seat.terms.startOnEnter,
      end_conference_on_exit: seat.endOnExit,
      status: seat.status === 'queued' && seat.leg.status === 'ringing' ? 'ringing' : seat.status,
      queue_time: null,
      date_created: date(seat.createdAt),
      date_updated: date(seat.updatedAt),
      uri: `${this.root}/Conferences/${seat.room.sid}/Participants/${seat.leg.sid}.json`,
    };
  }

  recording(recording: Recording) {
    const { leg, room, channels, source, track } = recording.terms;
    return {
      sid: recording.sid,
      account_sid: this.accountSid,
      api_version: '2010-04-01',
      call_sid: leg?.sid ?? null,
      conference_sid: room?.sid ?? null,
      status: recording.status,
      channels,
      source,
      track,
      start_time: date(recording.createdAt),
      date_created: date(recording.createdAt),
      date_updated: date(recording.createdAt),
      duration: recording.duration === undefined ? null : String(recording.duration),
      price: null,
      price_unit: 'USD',
      error_code: null,
      encryption_details: null,
      media_url: `https://api.twilio.com${this.root}/Recordings/${recording.sid}`,
      uri: `${this.root}/Recordings/${recording.sid}.json`,
      subresource_uris: {},
    };
  }

  message(message: Message) {
    return {
      sid: message.sid,
      account_sid: this.accountSid,
      api_version: '2010-04-01',
      messaging_service_sid: message.messagingServiceSid ?? null,
      from: message.from,
      to: message.to,
      body: message.body,
      direction: message.direction,
      status: message.status,
      num_segments: String(segmentsOf(message.body)),
      num_media: '0',
      error_code: message.errorCode ?? null,
      error_message: null,
      price: null,
      price_unit: 'USD',
      date_created: date(message.createdAt),
      date_sent: date(message.createdAt),
      date_updated: date(message.updatedAt),
      uri: `${this.root}/Messages/${message.sid}.json`,
      subresource_uris: {},
    };
  }
}
