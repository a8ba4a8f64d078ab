import { LONGEST_PASSWORD } from '../domain/passwords.js';
import { MaybeShown, Shown, Text } from '../platform/http/fields.js';

export class PasswordProof {
  @Text(LONGEST_PASSWORD, { description: 'The present password' }) password!: string;
}
export class PasswordChange extends PasswordProof {
  @Text(LONGEST_PASSWORD) next!: string;
}
export class FactorCode {
  @Text(20, { description: 'Of the authenticator, or a recovery code' }) code!: string;
}

export class FactorView {
  @Shown() isOn!: boolean;
  @MaybeShown({ format: 'date-time' }) since?: string;
  @Shown() recoveryCodesLeft!: number;
  @Shown({ description: 'The account has to have one, or a passkey' }) isNeeded!: boolean;
  @Shown({ description: 'How many passkeys the account has' }) passkeys!: number;
}
/** Shown this once, for the authenticator to keep. */
export class FactorOffer {
  @Shown() secret!: string;
  @Shown({ description: 'otpauth: address, as a QR code holds it' }) uri!: string;
}
export class RecoveryCodesView {
  @Shown({ type: String, isArray: true, description: 'Each good once; shown this once' }) codes!: string[];
}

/** A session of an account as its owner knows it again. */
export class OwnSessionView {
  @Shown() id!: string;
  @Shown({ description: 'This very session' }) isThis!: boolean;
  @MaybeShown({ description: 'What the browser calls itself' }) device?: string;
  @MaybeShown({ description: 'The network, not the whole address' }) address?: string;
  @Shown({ format: 'date-time' }) since!: string;
  @MaybeShown({ format: 'date-time' }) seenAt?: string;
}
export class OwnAccountView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ type: FactorView }) factor!: FactorView;
  @Shown({ type: OwnSessionView, isArray: true }) sessions!: OwnSessionView[];
}
