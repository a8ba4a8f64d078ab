import { isCaseNumber } from '../domain/codes.js';
import type { Keys } from '../platform/crypto.js';

/** A case number counts the cases of a day; clients of the standard get names that count nothing. ADR 0016. */
const [ID, TOKEN] = ['open311 request', 'open311 token'];

const behind = (keys: Keys, name: string, purpose: string): string | undefined => {
  const found = keys.unalias(name, purpose);
  return found !== undefined && isCaseNumber(found) ? found : undefined;
};

/** The `service_request_id` of a case. */
export const idOf = (keys: Keys, caseNumber: string): string => keys.alias(caseNumber, ID);
/** The token its filer waits with. */
export const tokenOf = (keys: Keys, caseNumber: string): string => keys.alias(caseNumber, TOKEN);
/** The number behind an id, or nothing when it is none of ours. */
export const numberOfId = (keys: Keys, id: string): string | undefined => behind(keys, id, ID);
export const numberOfToken = (keys: Keys, token: string): string | undefined => behind(keys, token, TOKEN);
