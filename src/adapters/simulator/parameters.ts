import type { Operation } from './openapi-table.js';

/**
 * The operations served, their parameters and words: drawn from Twilio's OpenAPI (twilio_api_v2010.json of @twilio-alpha/mcp) by
 * `parameters.spec.ts` with WRITE_PARAMETERS=1, which otherwise fails on the slightest difference. Not to be edited by hand.
 */
export const OPERATIONS: readonly Operation[] = [
  {
    id: 'CreateCall',
    method: 'POST',
    path: '/Calls.json',
    required: ['To', 'From'],
    words: {
      Method: ['GET', 'POST'],
      FallbackMethod: ['GET', 'POST'],
      StatusCallbackMethod: ['GET', 'POST'],
      RecordingStatusCallbackMethod: ['GET', 'POST'],
      AsyncAmdStatusCallbackMethod: ['GET', 'POST'],
    },
    names: `To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod SendDigits Timeout
Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword
MachineDetection MachineDetectionTimeout RecordingStatusCallbackEvent Trim CallerId MachineDetectionSpeechThreshold
MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback
AsyncAmdStatusCallbackMethod Byoc CallReason CallToken RecordingTrack TimeLimit Url Twiml ApplicationSid`,
  },
  {
    id: 'ListCall',
    method: 'GET',
    path: '/Calls.json',
    required: [],
    words: { Status: ['queued', 'ringing', 'in-progress', 'completed', 'busy', 'failed', 'no-answer', 'canceled'] },
    names: `To From ParentCallSid Status StartTime StartTime< StartTime> EndTime EndTime< EndTime> PageSize Page PageToken`,
  },
  { id: 'DeleteCall', method: 'DELETE', path: '/Calls/{Sid}.json', required: [], words: {}, names: `` },
  { id: 'FetchCall', method: 'GET', path: '/Calls/{Sid}.json', required: [], words: {}, names: `` },
  {
    id: 'UpdateCall',
    method: 'POST',
    path: '/Calls/{Sid}.json',
    required: [],
    words: {
      Method: ['GET', 'POST'],
      Status: ['canceled', 'completed'],
      FallbackMethod: ['GET', 'POST'],
      StatusCallbackMethod: ['GET', 'POST'],
    },
    names: `Url Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod Twiml TimeLimit`,
  },
  {
    id: 'CreateCallRecording',
    method: 'POST',
    path: '/Calls/{CallSid}/Recordings.json',
    required: [],
    words: { RecordingStatusCallbackMethod: ['GET', 'POST'] },
    names: `RecordingStatusCallbackEvent RecordingStatusCallback RecordingStatusCallbackMethod Trim RecordingChannels RecordingTrack`,
  },
  {
    id: 'ListCallRecording',
    method: 'GET',
    path: '/Calls/{CallSid}/Recordings.json',
    required: [],
    words: {},
    names: `DateCreated DateCreated< DateCreated> PageSize Page PageToken`,
  },
  {
    id: 'UpdateCallRecording',
    method: 'POST',
    path: '/Calls/{CallSid}/Recordings/{Sid}.json',
    required: ['Status'],
    words: { Status: ['in-progress', 'paused', 'stopped', 'processing', 'completed', 'absent'] },
    names: `Status PauseBehavior`,
  },
  { id: 'FetchCallRecording', method: 'GET', path: '/Calls/{CallSid}/Recordings/{Sid}.json', required: [], words: {}, names: `` },
  { id: 'DeleteCallRecording', method: 'DELETE', path: '/Calls/{CallSid}/Recordings/{Sid}.json', required: [], words: {}, names: `` },
  { id: 'FetchConference', method: 'GET', path: '/Conferences/{Sid}.json', required: [], words: {}, names: `` },
  {
    id: 'UpdateConference',
    method: 'POST',
    path: '/Conferences/{Sid}.json',
    required: [],
    words: { Status: ['completed'], AnnounceMethod: ['GET', 'POST'] },
    names: `Status AnnounceUrl AnnounceMethod`,
  },
  {
    id: 'ListConference',
    method: 'GET',
    path: '/Conferences.json',
    required: [],
    words: { Status: ['init', 'in-progress', 'completed'] },
    names: `DateCreated DateCreated< DateCreated> DateUpdated DateUpdated< DateUpdated> FriendlyName Status PageSize Page PageToken`,
  },
  {
    id: 'ListConferenceRecording',
    method: 'GET',
    path: '/Conferences/{ConferenceSid}/Recordings.json',
    required: [],
    words: {},
    names: `DateCreated DateCreated< DateCreated> PageSize Page PageToken`,
  },
  {
    id: 'UpdateConferenceRecording',
    method: 'POST',
    path: '/Conferences/{ConferenceSid}/Recordings/{Sid}.json',
    required: ['Status'],
    words: { Status: ['in-progress', 'paused', 'stopped', 'processing', 'completed', 'absent'] },
    names: `Status PauseBehavior`,
  },
  {
    id: 'FetchConferenceRecording',
    method: 'GET',
    path: '/Conferences/{ConferenceSid}/Recordings/{Sid}.json',
    required: [],
    words: {},
    names: ``,
  },
  {
    id: 'DeleteConferenceRecording',
    method: 'DELETE',
    path: '/Conferences/{ConferenceSid}/Recordings/{Sid}.json',
    required: [],
    words: {},
    names: ``,
  },
  {
    id: 'CreateMessage',
    method: 'POST',
    path: '/Messages.json',
    required: ['To'],
    words: {
      ContentRetention: ['retain', 'discard'],
      AddressRetention: ['retain', 'obfuscate'],
      TrafficType: ['free'],
      ScheduleType: ['fixed'],
      RiskCheck: ['enable', 'disable'],
    },
    names: `To StatusCallback ApplicationSid MaxPrice ProvideFeedback Attempt ValidityPeriod ForceDelivery ContentRetention
AddressRetention SmartEncoded PersistentAction TrafficType ShortenUrls ScheduleType SendAt SendAsMms ContentVariables
RiskCheck From MessagingServiceSid Body MediaUrl ContentSid`,
  },
  {
    id: 'ListMessage',
    method: 'GET',
    path: '/Messages.json',
    required: [],
    words: {},
    names: `To From DateSent DateSent< DateSent> PageSize Page PageToken`,
  },
  { id: 'FetchMessage', method: 'GET', path: '/Messages/{Sid}.json', required: [], words: {}, names: `` },
  {
    id: 'UpdateMessage',
    method: 'POST',
    path: '/Messages/{Sid}.json',
    required: [],
    words: { Status: ['canceled'] },
    names: `Body Status`,
  },
  {
    id: 'FetchParticipant',
    method: 'GET',
    path: '/Conferences/{ConferenceSid}/Participants/{CallSid}.json',
    required: [],
    words: {},
    names: ``,
  },
  {
    id: 'UpdateParticipant',
    method: 'POST',
    path: '/Conferences/{ConferenceSid}/Participants/{CallSid}.json',
    required: [],
    words: { HoldMethod: ['GET', 'POST'], AnnounceMethod: ['GET', 'POST'], WaitMethod: ['GET', 'POST'] },
    names: `Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod WaitUrl WaitMethod BeepOnExit EndConferenceOnExit Coaching
CallSidToCoach`,
  },
  {
    id: 'DeleteParticipant',
    method: 'DELETE',
    path: '/Conferences/{ConferenceSid}/Participants/{CallSid}.json',
    required: [],
    words: {},
    names: ``,
  },
  {
    id: 'CreateParticipant',
    method: 'POST',
    path: '/Conferences/{ConferenceSid}/Participants.json',
    required: ['From', 'To'],
    words: {
      StatusCallbackMethod: ['GET', 'POST'],
      WaitMethod: ['GET', 'POST'],
      ConferenceStatusCallbackMethod: ['GET', 'POST'],
      RecordingStatusCallbackMethod: ['GET', 'POST'],
      ConferenceRecordingStatusCallbackMethod: ['GET', 'POST'],
      AmdStatusCallbackMethod: ['GET', 'POST'],
    },
    names: `From To StatusCallback StatusCallbackMethod StatusCallbackEvent Label Timeout Record Muted Beep StartConferenceOnEnter
EndConferenceOnExit WaitUrl WaitMethod EarlyMedia MaxParticipants ConferenceRecord ConferenceTrim
ConferenceStatusCallback ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent RecordingChannels
RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword Region
ConferenceRecordingStatusCallback ConferenceRecordingStatusCallbackMethod RecordingStatusCallbackEvent
ConferenceRecordingStatusCallbackEvent Coaching CallSidToCoach JitterBufferSize Byoc CallerId CallReason RecordingTrack
TimeLimit MachineDetection MachineDetectionTimeout MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold
MachineDetectionSilenceTimeout AmdStatusCallback AmdStatusCallbackMethod Trim CallToken`,
  },
  {
    id: 'ListParticipant',
    method: 'GET',
    path: '/Conferences/{ConferenceSid}/Participants.json',
    required: [],
    words: {},
    names: `Muted Hold Coaching PageSize Page PageToken`,
  },
  { id: 'FetchRecording', method: 'GET', path: '/Recordings/{Sid}.json', required: [], words: {}, names: `IncludeSoftDeleted` },
  { id: 'DeleteRecording', method: 'DELETE', path: '/Recordings/{Sid}.json', required: [], words: {}, names: `` },
];
