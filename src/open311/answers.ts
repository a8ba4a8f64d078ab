import XMLBuilder from 'fast-xml-builder';

export const FORMATS = ['json', 'xml'] as const;
export type Format = (typeof FORMATS)[number];
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  xml: 'text/xml; charset=utf-8',
};

/** What one of a list is called in XML. Source: GeoReport v2. */
const ONE_OF: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  errors: 'error',
  attributes: 'attribute',
  values: 'value',
  endpoints: 'endpoint',
  formats: 'format',
};
/** Signs that XML 1.0 cannot hold in any way. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const builder = new XMLBuilder({ format: true });

/** The tree as the builder takes it: lists get an element for each of theirs, nothing becomes an empty element (the Spark convention). */
function elements(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return { [ONE_OF[name] ?? 'item']: value.map((one) => elements('', one)) };
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, elements(key, inner)]));
  if (typeof value === 'string') return value.replace(NOT_XML, '');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** An answer in the format that was asked for; `root` names it in XML. */
export const written = (format: Format, root: string, body: object): string =>
  format === 'json' ? JSON.stringify(body) : `<?xml version="1.0" encoding="utf-8"?>\n${builder.build({ [root]: elements(root, body) })}`;
