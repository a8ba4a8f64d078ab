import { json } from './reply.js';
import type { Reply } from './reply.js';

/** A refusal of the REST interface in Twilio's form: HTTP status, code and sentence. */
export class RestError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  /** The JSON body that Twilio's SDK reads. */
  reply(): Reply {
    const { status, code, message } = this;
    return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
  }
}

/** Nothing is there under that address. */
export const notFound = (path: string): RestError => new RestError(404, 20404, `The requested resource ${path} was not found`);

/** A parameter is wrong, missing or unknown. */
export const badRequest = (message: string): RestError => new RestError(400, 20001, message);

/** The call is over; it can be neither redirected nor ended any more. */
export const callNotInProgress = (): RestError => new RestError(400, 21220, 'Call is not in-progress. Cannot redirect.');
