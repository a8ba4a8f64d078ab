import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { api } from './client.js';
import type { PasskeyAnswer, PasskeyAttestation, PasskeyList } from './types.js';

/** Why passkeys cannot be used on this page: no https, an IP address instead of a name, a browser that knows none. */
export type PasskeyObstacle = 'insecure' | 'address' | 'browser';

/** What stands in the way here, if anything does. Source: Web Authentication Level 3, 5 and 5.1.3. */
export function passkeyObstacle(): PasskeyObstacle | undefined {
  if (!window.isSecureContext) return 'insecure';
  if (/^[\d.]+$|^\[/.test(window.location.hostname)) return 'address';
  return typeof window.PublicKeyCredential === 'function' ? undefined : 'browser';
}

/** The browser or the authenticator did not do what it was asked; `replaced`: something newer was asked instead. */
export class PasskeyTrouble extends Error {
  constructor(readonly why: 'given-up' | 'replaced' | 'known' | 'address' | 'unable' | 'failed') {
    super(why);
  }
}
const TROUBLES: Record<string, PasskeyTrouble['why']> = {
  ERROR_CEREMONY_ABORTED: 'replaced',
  ERROR_INVALID_DOMAIN: 'address',
  ERROR_INVALID_RP_ID: 'address',
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'known',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: 'unable',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: 'unable',
};
function troubleOf(error: unknown): PasskeyTrouble {
  const { code = '', cause } = error as { code?: string; cause?: { name?: string } };
  return new PasskeyTrouble(TROUBLES[code] ?? (cause?.name === 'NotAllowedError' ? 'given-up' : 'failed'));
}

/** The library comes with its first use. */
const library = () => import('@simplewebauthn/browser');

/** Has the browser make a passkey. Throws PasskeyTrouble. */
export async function makePasskey(options: object): Promise<PasskeyAttestation> {
  const { startRegistration } = await library();
  const made = await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }).catch((error: unknown) => {
    throw troubleOf(error);
  });
  const { clientDataJSON, attestationObject, transports = [] } = made.response;
  return { id: made.id, clientDataJSON, attestationObject, transports };
}

/** Has the browser show a passkey; `quietly` it only offers one among the names it knows for the field, until
 * something else is asked. Throws PasskeyTrouble. */
export async function showPasskey(options: object, quietly = false): Promise<PasskeyAnswer> {
  const { startAuthentication } = await library();
  const given = { optionsJSON: options as PublicKeyCredentialRequestOptionsJSON, useBrowserAutofill: quietly };
  const { id, response } = await startAuthentication(given).catch((error: unknown) => {
    throw troubleOf(error);
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return { id, clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) };
}

/** Tells the browser which passkeys still count, so that it stops offering others; one that does not listen stays as it is. */
export async function tellAccepted(accepted: PasskeyList['accepted']): Promise<void> {
  if (!accepted || passkeyObstacle() || !('signalAllAcceptedCredentials' in window.PublicKeyCredential)) return;
  const { sendSignal } = await library();
  const { rpId: rpID, userId: userID, credentialIds: allAcceptedCredentialIDs } = accepted;
  await sendSignal({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs }).catch(() => undefined);
}

/** Whether this browser offers passkeys among the names it knows for a field. */
export const offersQuietly = async (): Promise<boolean> =>
  passkeyObstacle() === undefined && ((await window.PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);

/** What whoever comes is asked. */
export const passkeyQuestion = async (): Promise<object> => (await api.post<{ options: object }>('/session/passkey/options')).options;
