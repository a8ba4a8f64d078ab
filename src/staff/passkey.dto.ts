import { LONGEST_PASSKEY_NAME } from '../domain/passkeys.js';
import { Codes, MaybeShown, Nested, Shaped, Shown, Text } from '../platform/http/fields.js';

const BASE64URL = /^[\w-]+$/;
/** A credential id has at most 1023 bytes. Source: Web Authentication Level 3, 4. */
const LONGEST_ID = 1_364;

/** What an authenticator answers to a challenge. Each field in base64url, as `PublicKeyCredential.toJSON` writes it. */
export class PasskeyAnswer {
  @Shaped(BASE64URL, LONGEST_ID) id!: string;
  @Shaped(BASE64URL, 4_000) clientDataJSON!: string;
  @Shaped(BASE64URL, 4_000) authenticatorData!: string;
  @Shaped(BASE64URL, 2_000) signature!: string;
  @Shaped(BASE64URL, 100, { optional: true }) userHandle?: string;
}
export class PasskeyAttestation {
  @Shaped(BASE64URL, LONGEST_ID) id!: string;
  @Shaped(BASE64URL, 4_000) clientDataJSON!: string;
  @Shaped(BASE64URL, 20_000) attestationObject!: string;
  @Codes(8, { description: 'How the browser reaches the authenticator' }) transports!: string[];
}

export class PasskeyName {
  @Text(LONGEST_PASSKEY_NAME, { description: 'What its owner knows it by' }) name!: string;
}
export class PasskeyBody extends PasskeyName {
  @Nested(() => PasskeyAttestation) answer!: PasskeyAttestation;
}
export class PasskeySignIn {
  @Nested(() => PasskeyAnswer) answer!: PasskeyAnswer;
}

/** For `navigator.credentials`. Source: Web Authentication Level 3, 5.1.9 and 5.1.10. */
export class PasskeyOffer {
  @Shown({ type: Object, additionalProperties: true, description: 'Options in JSON; the challenge is good once, for five minutes' })
  options!: object;
}

export class PasskeyView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @MaybeShown({ format: 'date-time' }) lastUsedAt?: string;
  @Shown({ description: 'Kept by a provider, on more than one device' }) isSynced!: boolean;
}
/** What a browser is told of the passkeys that still count, so that it stops offering others. Source: Web Authentication Level 3, 5.1.10.3. */
export class AcceptedPasskeys {
  @Shown() rpId!: string;
  @Shown({ description: 'What authenticators know the account by' }) userId!: string;
  @Shown({ type: String, isArray: true }) credentialIds!: string[];
}
export class PasskeyList {
  @MaybeShown({ type: AcceptedPasskeys, description: 'Absent where no passkeys can be used' }) accepted?: AcceptedPasskeys;
  @Shown({ type: PasskeyView, isArray: true, description: 'The oldest first' }) items!: PasskeyView[];
}
