import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../platform/log.js';
import { type BrokenField, problemOf } from '../platform/http/problem.js';
import { CONTENT_TYPES, written } from './answers.js';
import { OPEN311 } from './settings.js';

/** How the standard calls the fields of the public form. */
const NAMES: Readonly<Record<string, string>> = {
  description: 'description',
  service_code: 'service_code',
  categoryCode: 'service_code',
  address: 'address_string',
  'complainant.name': 'first_name, last_name',
  'complainant.phone': 'phone',
  'complainant.email': 'email',
  'complainant.organisation': 'attribute[organisation]',
  'complainant.uscc': 'attribute[uscc]',
};
/** Fields of the standard's own requests, which keep their names. */
const OWN =
  /^(service_request_id|service_code|status|start_date|end_date|page|page_size|api_key|jurisdiction_id|attribute\[.*|\w+_name|phone|email)$/;

const nameOf = (field: string): string =>
  NAMES[field] ?? (OWN.test(field) || /^(lat|long|address_\w+|media_url|Idem.*)$/.test(field) ? field : `attribute[${field}]`);

/** The standard knows 404, 403 and 400; what says nothing of the request itself keeps its own status. */
const statusOf = (status: number): number => ([403, 404, 406, 429].includes(status) || status >= 500 ? status : 400);

/** Every refusal as the standard's list of errors, in the format that was asked for. Source: GeoReport v2, Errors. */
@Catch()
export class Open311Errors implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    const { status, code, facts } = problemOf(error);
    if (status >= 500 && status !== 503) this.log.error('an Open311 request failed', error);
    const answered = statusOf(status);
    if (status === 429 && typeof facts.retryAfter === 'number') void reply.header('retry-after', String(facts.retryAfter));
    const text = OPEN311.errors[code] ?? OPEN311.errors.other!;
    const fields = Array.isArray(facts.fields) ? (facts.fields as BrokenField[]) : [];
    const told = fields.map(({ field, code: why }) =>
      OPEN311.errors['input.invalid']!.replace('{field}', nameOf(field)).replace('{code}', why),
    );
    const errors = (told.length > 0 ? told : [text]).map((description) => ({ code: answered, description }));
    const format = new URL(request.url, 'http://localhost').pathname.endsWith('.xml') ? 'xml' : 'json';
    void reply
      .status(answered)
      .header('content-type', CONTENT_TYPES[format])
      .send(written(format, 'errors', errors));
  }
}
