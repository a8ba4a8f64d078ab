/** The answers of Open311 GeoReport v2 and of Service Discovery as JSON schemas, written from the specification (wiki.open311.org). */

const text = { type: 'string', minLength: 1 };
const maybe = { type: ['string', 'null'] };
/** The W3C's note on dates: with seconds and an offset. */
const instant = { type: 'string', format: 'date-time' };
const one = (properties: Record<string, object>, optional: string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const listOf = (items: object, more: object = {}) => ({ type: 'array', items, ...more });

const attribute = one({
  variable: { type: 'boolean' },
  code: text,
  datatype: { enum: ['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist'] },
  required: { type: 'boolean' },
  datatype_description: maybe,
  order: { type: 'integer', minimum: 1 },
  description: text,
  values: { anyOf: [{ type: 'null' }, listOf(one({ key: text, name: text }))] },
});

export const OPEN311_SCHEMAS = {
  services: listOf(
    one({
      service_code: text,
      service_name: text,
      description: maybe,
      metadata: { type: 'boolean' },
      type: { enum: ['realtime', 'batch', 'blackbox'] },
      keywords: maybe,
      group: maybe,
    }),
  ),
  definition: one({ service_code: text, attributes: listOf(attribute) }),
  /** Either a token or an id, or, for what is a blackbox, neither. */
  filed: listOf(
    {
      ...one({ token: text, service_request_id: text, service_notice: maybe, account_id: maybe }, ['token', 'service_request_id']),
      not: { required: ['token', 'service_request_id'] },
    },
    { minItems: 1, maxItems: 1 },
  ),
  token: listOf(one({ token: text, service_request_id: maybe }), { minItems: 1, maxItems: 1 }),
  requests: listOf(
    one({
      service_request_id: text,
      status: { enum: ['open', 'closed'] },
      status_notes: maybe,
      service_name: text,
      service_code: text,
      description: maybe,
      agency_responsible: maybe,
      service_notice: maybe,
      requested_datetime: instant,
      updated_datetime: instant,
      expected_datetime: { anyOf: [{ type: 'null' }, instant] },
      address: maybe,
      address_id: maybe,
      zipcode: maybe,
      lat: { type: ['number', 'null'] },
      long: { type: ['number', 'null'] },
      media_url: maybe,
    }),
    { maxItems: 1000 },
  ),
  errors: listOf(one({ code: { type: 'integer' }, description: text }), { minItems: 1 }),
  discovery: one({
    changeset: instant,
    contact: text,
    key_service: { type: 'string', format: 'uri' },
    endpoints: listOf(
      one({
        specification: { const: 'http://wiki.open311.org/GeoReport_v2' },
        url: { type: 'string', format: 'uri' },
        changeset: instant,
        type: { enum: ['production', 'test', 'dev', 'production/sandbox'] },
        formats: listOf({ enum: ['text/xml', 'application/json'] }, { minItems: 1 }),
      }),
      { minItems: 1 },
    ),
  }),
} as const;
