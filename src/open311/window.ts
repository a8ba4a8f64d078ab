import { DAY, type Instant } from '../domain/time.js';
import { type BrokenField, invalid } from '../platform/http/problem.js';
import { type Fields, textOf } from './filing.js';

const SPAN = 90 * DAY;
const MOST = 1_000;
const MOST_ON_A_PAGE = 100;
const MOST_IDS = 100;
const W3 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

export type OpenStatus = 'open' | 'closed';
/** Which requests are asked for: by id, or by the rest. */
export interface RequestQuery {
  ids: string[] | undefined;
  services: string[];
  statuses: OpenStatus[];
  /** Both counted. */
  from: Instant;
  to: Instant;
  limit: number;
  offset: number;
}

const listed = (fields: Fields, name: string): string[] => [
  ...new Set((textOf(fields, name) ?? '').split(',').flatMap((one) => one.trim() || [])),
];

/**
 * Reads the standard's query: 90 days at most, the most recent ones unless told otherwise; the first 1,000 requests, 100 on a page.
 * Throws `input.invalid` (422) naming what cannot be read. Source: GeoReport v2, GET Service Requests.
 */
export function requestQueryOf(fields: Fields, now: Instant): RequestQuery {
  const broken: BrokenField[] = [];
  const ids = listed(fields, 'service_request_id');
  if (ids.length > MOST_IDS) broken.push({ field: 'service_request_id', code: 'too-many' });
  const statuses = listed(fields, 'status');
  if (statuses.some((one) => one !== 'open' && one !== 'closed')) broken.push({ field: 'status', code: 'not-in-list' });
  const instant = (name: string): Instant | undefined => {
    const text = textOf(fields, name);
    if (text === undefined) return undefined;
    const at = W3.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(at)) broken.push({ field: name, code: 'malformed' });
    return at;
  };
  const [start, end] = [instant('start_date'), instant('end_date')];
  const to = end ?? (start === undefined ? now : start + SPAN);
  const from = start ?? to - SPAN;
  if (to - from > SPAN) broken.push({ field: 'end_date', code: 'more-than-90-days' });
  const whole = (name: string, most: number, otherwise: number): number => {
    const text = textOf(fields, name);
    if (text === undefined) return otherwise;
    const value = /^\d{1,7}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most) broken.push({ field: name, code: 'out-of-range' });
    return value;
  };
  const size = whole('page_size', MOST_ON_A_PAGE, MOST_ON_A_PAGE);
  const offset = (whole('page', 1_000_000, 1) - 1) * size;
  if (broken.length > 0) throw invalid(broken);
  return {
    ids: ids.length > 0 ? ids : undefined,
    services: listed(fields, 'service_code'),
    statuses: statuses.length > 0 ? (statuses as OpenStatus[]) : ['open', 'closed'],
    from,
    to,
    limit: Math.max(0, Math.min(size, MOST - offset)),
    offset,
  };
}
