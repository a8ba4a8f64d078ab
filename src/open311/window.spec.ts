import { DomainError } from '../domain/errors.js';
import { DAY } from '../domain/time.js';
import { requestQueryOf } from './window.js';

const NOW = Date.parse('2026-11-02T10:00:00+08:00');
const at = (text: string) => Date.parse(text);

describe('the requests a client asks for', () => {
  it.each<[string, Record<string, string>, object]>([
    [
      'are the latest 90 days',
      {},
      { from: NOW - 90 * DAY, to: NOW, limit: 100, offset: 0, statuses: ['open', 'closed'], services: [], ids: undefined },
    ],
    [
      'are 90 days from a start',
      { start_date: '2026-01-01T00:00:00Z' },
      { from: at('2026-01-01T00:00:00Z'), to: at('2026-01-01T00:00:00Z') + 90 * DAY },
    ],
    ['are 90 days to an end', { end_date: '2026-06-01T00:00:00+08:00' }, { from: at('2026-06-01T00:00:00+08:00') - 90 * DAY }],
    ['are 90 days exactly', { start_date: '2026-01-01T00:00:00Z', end_date: '2026-04-01T00:00:00Z' }, { to: at('2026-04-01T00:00:00Z') }],
    ['have some of the services', { service_code: '0102, 0103,,0102' }, { services: ['0102', '0103'] }],
    ['have one status', { status: 'open' }, { statuses: ['open'] }],
    ['have ids, whatever else is said', { service_request_id: 'a,b' }, { ids: ['a', 'b'] }],
    ['lie on a later page', { page: '3', page_size: '50' }, { limit: 50, offset: 100 }],
    ['end with the thousandth', { page: '10', page_size: '100' }, { limit: 100, offset: 900 }],
    ['are cut at the thousandth', { page: '15', page_size: '70' }, { limit: 20, offset: 980 }],
    ['are none after it', { page: '11' }, { limit: 0 }],
    ['are the same when fields are empty', { status: '', page: '', start_date: '' }, { limit: 100, statuses: ['open', 'closed'] }],
  ])('%s', (_, fields, expected) => expect(requestQueryOf(fields, NOW)).toMatchObject(expected));

  it.each([
    [{ start_date: '2026-01-01T00:00:00Z', end_date: '2026-04-01T00:00:01Z' }, 'end_date'],
    [{ start_date: '2026-01-01' }, 'start_date'],
    [{ start_date: '2026-01-01T00:00:00' }, 'start_date'],
    [{ end_date: '2026-13-01T00:00:00Z' }, 'end_date'],
    [{ status: 'closed,lost' }, 'status'],
    [{ page: '0' }, 'page'],
    [{ page_size: '101' }, 'page_size'],
    [{ page_size: '-1' }, 'page_size'],
    [{ page: '1.5' }, 'page'],
    [{ service_request_id: Array.from({ length: 101 }, (__, n) => `x${n}`).join() }, 'service_request_id'],
  ])('are refused by name: %j', (fields, name) => {
    let broken: unknown;
    try {
      requestQueryOf(fields, NOW);
    } catch (error) {
      broken = (error as DomainError).facts.fields;
    }
    expect(broken).toEqual([expect.objectContaining({ field: name })]);
  });
});
