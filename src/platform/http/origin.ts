import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.js';

/** Whether a request comes from our own page: no Origin (not a browser), the Host it was sent to, or the public address. */
export function isOwnOrigin(headers: IncomingHttpHeaders, config: Pick<Config, 'publicUrl'>): boolean {
  const { origin, host } = headers;
  if (origin === undefined)
    return headers['sec-fetch-site'] === undefined || ['same-origin', 'none'].includes(String(headers['sec-fetch-site']));
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  if (config.publicUrl && new URL(config.publicUrl).origin === from.origin) return true;
  return /^https?:$/.test(from.protocol) && from.host === host;
}
