import { RestError, badRequest, notFound } from './rest-error.js';
import { checkedFrom, checkedTo, created, ok, page } from './rest-operation.js';
import type { Operate, RestRequest } from './rest-operation.js';

const LONGEST = 1600;

/** Short messages: send, look up, redact. */
export const MESSAGE_OPERATIONS: Readonly<Record<string, Operate>> = {
  CreateMessage: createMessage,
  FetchMessage: (request) => ok(request.views.message(messageOf(request))),
  ListMessage: (request) => {
    const { exchange, parameters, views } = request;
    const found = [...exchange.messages.all.values()]
      .reverse()
      .filter(({ to, from }) => (parameters.text('To') ?? to) === to && (parameters.text('From') ?? from) === from);
    return page(
      request,
      'messages',
      found.map((message) => views.message(message)),
    );
  },
  UpdateMessage: (request) => {
    const message = messageOf(request);
    const body = request.parameters.text('Body');
    if (body !== '') throw badRequest('A message can only be redacted, with an empty Body');
    message.body = '';
    return ok(request.views.message(message));
  },
};

function messageOf({ exchange, ids, path }: RestRequest) {
  const message = exchange.messages.all.get(ids.Sid ?? '');
  if (!message) throw notFound(path);
  return message;
}

function createMessage(request: RestRequest) {
  const { exchange, parameters, views } = request;
  const to = checkedTo(request);
  const service = parameters.text('MessagingServiceSid');
  if (!service && !parameters.text('From')) throw new RestError(400, 21603, "A 'From' phone number is required.");
  const from = service ? exchange.settings.number : checkedFrom(request, 21606, to);
  const body = parameters.text('Body') ?? '';
  if (body === '' && parameters.list('MediaUrl').length === 0) throw new RestError(400, 21602, 'Message body is required.');
  if (body.length > LONGEST) throw new RestError(400, 21617, 'The concatenated message body exceeds the 1600 character limit');
  if (exchange.optedOut.has(to)) throw new RestError(400, 21610, 'Attempt to send to unsubscribed recipient');
  const watch = parameters.target('StatusCallback');
  return created(views.message(exchange.messages.send({ from, to, body, watch, messagingServiceSid: service })));
}
