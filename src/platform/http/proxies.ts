import ipaddr from 'ipaddr.js';

const NEAR = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/**
 * Which addresses of a request are believed to be our own proxy's: the one that is connected, if it is near, and nobody behind it. A visitor
 * on the private network, where the staff sit, is a visitor, and what he writes before the proxy's own entry counts for nothing.
 * @param hop 0 for the connection itself, then the entries of X-Forwarded-For from the last to the first
 */
export function isOwnProxy(address: string, hop: number): boolean {
  return hop === 0 && ipaddr.isValid(address) && NEAR.includes(ipaddr.process(address).range());
}
