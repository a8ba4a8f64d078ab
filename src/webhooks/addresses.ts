import ipaddr from 'ipaddr.js';

/** Why an address is not called; names for the log and the console. */
export type Refusal = 'not-an-address' | 'not-https' | 'has-credentials' | 'private-address';

/** The host of an address as a list of exceptions names it: with its port. */
export const hostOf = ({ protocol, hostname, port }: URL): string => `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;

/** Whether an IP address is one of the open internet: no private, local, shared, mapped or reserved one. Source: IANA special-purpose registries. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

/**
 * Why an address may not be called, as far as it can be seen without asking the name service; undefined when it may. `allowed`: hosts with
 * port that the operator of this system names himself; they may be plain http and private.
 */
export function refusalOf(text: string, allowed: readonly string[]): Refusal | undefined {
  if (text.length > 500 || !URL.canParse(text)) return 'not-an-address';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'not-https';
  if (url.username !== '' || url.password !== '' || url.hash !== '') return 'has-credentials';
  if (allowed.includes(hostOf(url))) return undefined;
  if (url.protocol !== 'https:') return 'not-https';
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare) && !isPublic(bare)) return 'private-address';
  return /(^|\.)localhost\.?$/.test(bare) ? 'private-address' : undefined;
}
