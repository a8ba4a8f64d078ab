import type { Account } from './account.js';

/** Where all webhooks live. */
export const WEBHOOKS = '/telephony/twilio';

/** Absolute addresses of our webhooks, as the carrier reaches them. */
export const addressesOf =
  ({ webhookBase }: Account) =>
  (path: string, query: Record<string, string> = {}): string => {
    const text = new URLSearchParams(query).toString();
    return `${webhookBase}${WEBHOOKS}/${path}${text ? `?${text}` : ''}`;
  };

/** A name as the carrier takes it for a softphone: letters, digits and underscores; everything else by its code. */
export const identityOf = (username: string): string =>
  username.replace(/[^A-Za-z0-9]/g, (sign) => `_${sign.codePointAt(0)!.toString(16)}_`);
