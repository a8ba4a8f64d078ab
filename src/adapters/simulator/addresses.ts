import type { Target } from './deliveries.js';
import { DocumentFault } from './markup.js';

/** The address an attribute or text names, as seen from the document, with the method that goes with it. */
export function targetOf(address: string, method: string | undefined, base: string): Target {
  if (!URL.canParse(address.trim(), base)) throw new DocumentFault(11100, `${address} is not an address`);
  return { url: new URL(address.trim(), base).href, method: method === 'GET' ? 'GET' : 'POST' };
}
