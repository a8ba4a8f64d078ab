import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../../domain/errors.js';
import { codeOf } from '../db.js';
import { Log } from '../log.js';

/** A field that was refused, and why: `required`, `not-allowed`, `too-long` … */
export interface BrokenField {
  field: string;
  code: string;
}

const REASONS: Record<string, string> = {
  whitelistValidation: 'not-allowed',
  maxLength: 'too-long',
  isString: 'not-a-text',
  matches: 'malformed',
  isIn: 'not-in-list',
  isBoolean: 'not-a-flag',
  isInt: 'not-a-whole-number',
  isNumber: 'not-a-number',
  isEmail: 'malformed',
  isIso8601: 'malformed',
  min: 'too-small',
  max: 'too-large',
  isArray: 'not-a-list',
  isObject: 'not-an-object',
  arrayMaxSize: 'too-many',
  nestedValidation: 'not-an-object',
};

/** Refused fields of a class-validator result, nested ones with a dotted name. */
export function brokenFields(errors: readonly ValidationError[], prefix = ''): BrokenField[] {
  return errors.flatMap(({ property, constraints, children, value }) => {
    const field = `${prefix}${property}`;
    const names = Object.keys(constraints ?? {});
    const missing = (value === undefined || value === null || value === '') && !names.includes('whitelistValidation');
    const own = names.length > 0 ? [{ field, code: missing ? 'required' : (REASONS[names.at(-1)!] ?? 'malformed') }] : [];
    return [...own, ...brokenFields(children ?? [], `${field}.`)];
  });
}

export const invalid = (fields: BrokenField[]): DomainError => new DomainError('input.invalid', 422, { fields });

export const VALIDATION = {
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  forbidUnknownValues: true,
  stopAtFirstError: false,
};

export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({ ...VALIDATION, exceptionFactory: (errors) => invalid(brokenFields(errors)) });

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not allowed here',
  406: 'Not in this format',
  409: 'Not possible in the present state',
  410: 'No longer open',
  413: 'Too large',
  415: 'This kind of content is not taken',
  422: 'Some of the input is not right',
  429: 'Too many requests',
  500: 'Something went wrong here',
  501: 'Not in service',
  503: 'Busy, please try again',
};

/** Maps every error to problem+json (RFC 9457): type, title, status, code, facts. Equal refusals have equal bodies. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    const { status, code, facts } = problemOf(error);
    const requestId = status >= 500 && status !== 501 && status !== 503 ? randomUUID() : undefined;
    if (requestId) this.log.error(`request ${requestId} failed`, error);
    if (code === 'record.unreadable') this.log.error(`${String(facts.record)} was changed or moved behind our back`, error);
    if (status === 429 && typeof facts.retryAfter === 'number') void reply.header('retry-after', String(facts.retryAfter));
    const body = {
      type: `/problems/${code}`,
      title: TITLES[status] ?? 'Refused',
      status,
      code,
      facts,
      ...(requestId ? { requestId } : {}),
    };
    void reply.status(status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify(body));
  }
}

const BY_STATUS: Record<number, string> = {
  400: 'input.unreadable',
  401: 'session.needed',
  404: 'not-found',
  413: 'input.too-large',
  415: 'input.unsupported',
};

/** The driver's words for a database that is away, ends, or took too long: sent again later, the request may pass. */
const BUSY = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'PROTOCOL_CONNECTION_LOST'],
  ...['ER_CON_COUNT_ERROR', 'ER_CONNECTION_KILLED', 'ER_SERVER_SHUTDOWN'],
  ...['ER_LOCK_WAIT_TIMEOUT', 'ER_STATEMENT_TIMEOUT', 'ER_QUERY_TIMEOUT'],
];

/** Status, code and facts of whatever was thrown. */
export function problemOf(error: unknown): { status: number; code: string; facts: Record<string, unknown> } {
  if (error instanceof DomainError) return { status: error.status, code: error.code, facts: error.facts };
  const status = error instanceof HttpException ? error.getStatus() : Number((error as { statusCode?: unknown }).statusCode);
  if (status >= 400 && status < 500) return { status, code: BY_STATUS[status] ?? 'request.refused', facts: {} };
  if (BUSY.includes(codeOf(error))) return { status: 503, code: 'busy', facts: {} };
  return { status: 500, code: 'internal', facts: {} };
}
