import { PasskeyTrouble } from '../api/passkeys.js';
import { w } from '../words/index.js';
import { problemText } from './problem.js';

/** What went wrong with a passkey, in a sentence: in the browser, or at the server. */
export const passkeyText = (error: unknown): string =>
  error instanceof PasskeyTrouble ? w.value.passkeys.troubles[error.why] : problemText(error);
