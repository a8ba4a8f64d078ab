import type { Recording } from './recording.js';
import { legOf } from './rest-calls.js';
import { RestError, badRequest, callNotInProgress, notFound } from './rest-error.js';
import { NO_CONTENT, created, ok, page, recordingTermsOf } from './rest-operation.js';
import type { Operate, RestRequest } from './rest-operation.js';

/** Recordings: of a call, of a conference, and by themselves. */
export const RECORDING_OPERATIONS: Readonly<Record<string, Operate>> = {
  CreateCallRecording: createCallRecording,
  ListCallRecording: (request) => {
    const leg = legOf(request, 'CallSid');
    return list(request, (recording) => recording.terms.leg === leg);
  },
  FetchCallRecording: (request) => ok(request.views.recording(ofCall(request))),
  UpdateCallRecording: (request) => update(request, ofCall(request)),
  DeleteCallRecording: (request) => remove(request, ofCall(request)),
  ListConferenceRecording: (request) => list(request, ({ terms }) => terms.room?.sid === request.ids.ConferenceSid),
  FetchConferenceRecording: (request) => ok(request.views.recording(ofConference(request))),
  UpdateConferenceRecording: (request) => update(request, ofConference(request)),
  DeleteConferenceRecording: (request) => remove(request, ofConference(request)),
  FetchRecording: (request) => ok(request.views.recording(bySid(request))),
  DeleteRecording: (request) => remove(request, bySid(request)),
};

function createCallRecording(request: RestRequest) {
  const { exchange, views } = request;
  const leg = legOf(request, 'CallSid');
  if (leg.status !== 'in-progress') throw callNotInProgress();
  return created(views.recording(exchange.recordings.begin({ ...recordingTermsOf(request, 'StartCallRecordingAPI'), leg })));
}

function bySid({ exchange, ids, path }: RestRequest): Recording {
  const recording = exchange.recordings.all.get(ids.Sid ?? '');
  if (!recording) throw notFound(path);
  return recording;
}

function ofCall(request: RestRequest): Recording {
  const leg = legOf(request, 'CallSid');
  const recording = request.ids.Sid === 'Twilio.CURRENT' ? request.exchange.recordings.currentOf(leg) : bySid(request);
  if (recording?.terms.leg !== leg) throw notFound(request.path);
  return recording;
}

function ofConference(request: RestRequest): Recording {
  const { exchange, ids, path } = request;
  const room = exchange.rooms.all.get(ids.ConferenceSid ?? '');
  const recording =
    ids.Sid === 'Twilio.CURRENT'
      ? [...exchange.recordings.all.values()].filter(({ running, terms }) => running && terms.room === room).at(-1)
      : bySid(request);
  if (!room || recording?.terms.room !== room) throw notFound(path);
  return recording;
}

function update(request: RestRequest, recording: Recording) {
  const { exchange, parameters, views } = request;
  const status = parameters.needed('Status');
  const behavior = parameters.text('PauseBehavior') ?? 'silence';
  if (!recording.running) throw new RestError(400, 21220, 'The recording is over. Cannot be changed.');
  if (behavior !== 'skip' && behavior !== 'silence') throw badRequest('PauseBehavior is skip or silence');
  if (status === 'paused') recording.suspend(behavior === 'skip');
  else if (status === 'in-progress') recording.resume();
  else if (status === 'stopped') exchange.recordings.stop(recording);
  else throw badRequest('Status is paused, in-progress or stopped');
  return ok(views.recording(recording));
}

function remove({ exchange }: RestRequest, recording: Recording) {
  if (recording.running) throw badRequest('The recording still runs');
  exchange.recordings.all.delete(recording.sid);
  return NO_CONTENT;
}

function list(request: RestRequest, keeps: (recording: Recording) => boolean) {
  const found = [...request.exchange.recordings.all.values()].reverse().filter(keeps);
  return page(
    request,
    'recordings',
    found.map((recording) => request.views.recording(recording)),
  );
}
