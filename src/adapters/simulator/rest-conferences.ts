import type { Leg } from './leg.js';
import { callWatchOf } from './rest-calls.js';
import { badRequest, notFound } from './rest-error.js';
import { NO_CONTENT, RECORDING_EVENTS, checkedFrom, dialTermsOf, checkedTo, created, eventsOf, ok, page } from './rest-operation.js';
import type { Operate, RestRequest } from './rest-operation.js';
import type { RecordingWatch } from './recording.js';
import type { Room } from './room.js';
import type { Seat, SeatTerms } from './seat.js';

const CONFERENCE_EVENTS = ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement'];

/** Conferences and who is in them. */
export const CONFERENCE_OPERATIONS: Readonly<Record<string, Operate>> = {
  ListConference: listConferences,
  FetchConference: (request) => ok(request.views.conference(roomOf(request, 'Sid'))),
  UpdateConference: updateConference,
  CreateParticipant: createParticipant,
  ListParticipant: listParticipants,
  FetchParticipant: (request) => ok(request.views.participant(seatOf(request))),
  UpdateParticipant: updateParticipant,
  DeleteParticipant: (request) => {
    const seat = seatOf(request);
    seat.room.leave(seat, 'participant_kicked_via_api');
    if (!seat.leg.answeredAt) request.exchange.calls.end(seat.leg, 'canceled', 'canceled');
    return NO_CONTENT;
  },
};

function roomOf({ exchange, ids, path }: RestRequest, name: string): Room {
  const room = exchange.rooms.all.get(ids[name] ?? '');
  if (!room) throw notFound(path);
  return room;
}

/** A participant by the SID of the call or by label; who is gone is not found. */
function seatOf(request: RestRequest): Seat {
  const name = request.ids.CallSid;
  const room = roomOf(request, 'ConferenceSid');
  const seat = [...room.seats].find(({ leg, terms }) => leg.sid === name || (terms.label !== undefined && terms.label === name));
  if (!seat) throw notFound(request.path);
  return seat;
}

function listConferences(request: RestRequest) {
  const { exchange, parameters, views } = request;
  const [name, status] = [parameters.text('FriendlyName'), parameters.text('Status')];
  const found = [...exchange.rooms.all.values()]
    .reverse()
    .filter((room) => (name === undefined || room.name === name) && (status === undefined || room.status === status));
  return page(
    request,
    'conferences',
    found.map((room) => views.conference(room)),
  );
}

function updateConference(request: RestRequest) {
  const { parameters, views } = request;
  const room = roomOf(request, 'Sid');
  if (room.status === 'completed') throw notFound(request.path);
  const announcement = parameters.target('AnnounceUrl', 'AnnounceMethod');
  if (parameters.text('Status') === 'completed') room.end('conference-ended-via-api');
  else if (announcement) void room.announce(room.present, announcement, true);
  else throw badRequest('Status or AnnounceUrl must be given');
  return ok(views.conference(room));
}

function listParticipants(request: RestRequest) {
  const { parameters, views } = request;
  const room = roomOf(request, 'ConferenceSid');
  const wanted = (['Muted', 'Hold', 'Coaching'] as const).map((name) => [name, parameters.flag(name)] as const);
  const found = [...room.seats].filter((seat) => {
    const facts = { Muted: seat.muted, Hold: seat.hold, Coaching: seat.coaching };
    return wanted.every(([name, flag]) => flag === undefined || facts[name] === flag);
  });
  return page(
    request,
    'participants',
    found.map((seat) => views.participant(seat)),
  );
}

/** Calls somebody into a conference; by its name, the conference is opened if it is not there yet. */
function createParticipant(request: RestRequest) {
  const { exchange, views } = request;
  const name = request.ids.ConferenceSid ?? '';
  const byName = !/^CF[0-9a-f]{32}$/.test(name);
  const to = checkedTo(request);
  const from = checkedFrom(request, 21210, to);
  const terms = termsOf(request);
  const room = byName ? exchange.rooms.named(name) : roomOf(request, 'ConferenceSid');
  if (room.status === 'completed') throw notFound(request.path);
  if (terms.label !== undefined && [...room.seats].some((seat) => seat.terms.label === terms.label)) {
    throw badRequest(`The label ${terms.label} is taken in this conference`);
  }
  const leg = exchange.calls.dial({
    from,
    to,
    watch: callWatchOf(request),
    ...dialTermsOf(request),
    answered: (answered) => enter(request, answered),
  });
  return created(views.participant(room.reserve(leg, terms)));
}

/** Answered: into the room, and when the room lets go of the call, it has nowhere else to go. */
function enter({ exchange }: RestRequest, leg: Leg): void {
  const { seat } = leg;
  if (!seat) return exchange.calls.end(leg, 'completed', 'conference-ended');
  leg.course = new AbortController();
  seat.room.enter(seat);
  void seat.left.then((reason) => {
    if (reason !== 'participant_updated_via_api') exchange.calls.end(leg, 'completed', 'conference-left');
  });
}

function termsOf(request: RestRequest): SeatTerms {
  const { parameters } = request;
  const conference = parameters.target('ConferenceStatusCallback');
  const events = eventsOf(parameters.list('ConferenceStatusCallbackEvent'), CONFERENCE_EVENTS, ['start', 'end']);
  const coaching = parameters.flag('Coaching') ?? false;
  if (coaching && !parameters.text('CallSidToCoach')) throw badRequest('Coaching needs CallSidToCoach');
  return {
    label: parameters.text('Label'),
    muted: parameters.flag('Muted') ?? false,
    startOnEnter: parameters.flag('StartConferenceOnEnter') ?? true,
    endOnExit: parameters.flag('EndConferenceOnExit') ?? false,
    beep: parameters.text('Beep') ?? 'true',
    coaching,
    coached: parameters.text('CallSidToCoach'),
    wait: parameters.target('WaitUrl', 'WaitMethod'),
    watch: conference && { target: conference, events },
    record: parameters.text('ConferenceRecord')?.match(/^(true|record-from-start)$/) ? recordingWatch(request) : undefined,
  };
}

const recordingWatch = ({ parameters }: RestRequest): RecordingWatch => ({
  target: parameters.target('ConferenceRecordingStatusCallback'),
  events: eventsOf(parameters.list('ConferenceRecordingStatusCallbackEvent'), RECORDING_EVENTS, ['completed']),
});

function updateParticipant(request: RestRequest) {
  const { parameters, views } = request;
  const seat = seatOf(request);
  const announcement = parameters.target('AnnounceUrl', 'AnnounceMethod');
  const coaching = parameters.flag('Coaching');
  const coached = parameters.text('CallSidToCoach');
  if (coaching && !coached && !seat.coached) throw badRequest('Coaching needs CallSidToCoach');
  seat.room.change(seat, {
    muted: parameters.flag('Muted'),
    hold: parameters.flag('Hold'),
    holdSource: parameters.target('HoldUrl', 'HoldMethod', 'GET'),
    coaching,
    coached,
    endOnExit: parameters.flag('EndConferenceOnExit'),
  });
  if (announcement) void seat.room.announce([seat], announcement, false);
  return ok(views.participant(seat));
}
