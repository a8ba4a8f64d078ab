/** Parameters of a webhook: flat, one value a name; a name that came twice is told to the signature as a list. */
export type Parameters = Readonly<Record<string, string>>;

const NUMBER = /^(\+?[\d*#]{2,16}|client:\w{1,121}|anonymous|restricted|unavailable|unknown|)$/i;
const sid = (prefix: string): RegExp => new RegExp(`^${prefix}[0-9a-f]{32}$`);
const COUNT = /^\d{1,7}$/;

/**
 * The shape of each parameter we read. A signature joins names and values without marks between them, so that a sign may wander from one
 * to the next and the signature stays right; with shapes like these it has nowhere to go. Source: telephony text, 1.11 and 1.13.
 */
const SHAPES: Readonly<Record<string, RegExp>> = {
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  ConferenceSid: sid('CF'),
  RecordingSid: sid('RE'),
  MessageSid: sid('(SM|MM)'),
  From: NUMBER,
  To: NUMBER,
  Digits: /^[\d*#w]{0,40}$/,
  CallStatus: /^(queued|initiated|ringing|in-progress|completed|busy|failed|no-answer|canceled)$/,
  CallDuration: COUNT,
  Timestamp: /^\w{3}, \d{1,2} \w{3} \d{4} \d\d:\d\d:\d\d (\+0000|GMT)$/,
  StatusCallbackEvent: /^(conference|participant|announcement)-[a-z-]{1,20}$/,
  ParticipantLabel: /^[\w:.@-]{0,128}$/,
  QueueResult: /^[a-z-]{1,30}$/,
  QueuePosition: COUNT,
  QueueTime: COUNT,
  RecordingStatus: /^(in-progress|completed|absent|failed)$/,
  RecordingDuration: /^-?\d{1,7}$/,
  RecordingChannels: /^[12]$/,
  MessageStatus: /^[a-z_]{1,24}$/,
  SmsStatus: /^[a-z_]{1,24}$/,
  ErrorCode: /^\d{0,6}$/,
};

/** Names whose value is not of its shape; nothing is taken from a message that has one. */
export const misshapen = (parameters: Parameters): string[] =>
  Object.entries(parameters).flatMap(([name, value]) => (SHAPES[name] && !SHAPES[name].test(value) ? [name] : []));

/** The body as it was sent, flat: `a[b]` is a name like any other. */
export function parametersOf(body: string): { single: Parameters; signed: Record<string, string | string[]> } {
  const signed: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(body)) {
    const before = signed[name];
    signed[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  const single = Object.fromEntries(Object.entries(signed).flatMap(([name, value]) => (Array.isArray(value) ? [] : [[name, value]])));
  return { single, signed };
}
