import { Entity, Index } from 'typeorm';
import { FlagColumn, InstantColumn, KeyColumn, TextColumn, WordColumn } from '../platform/columns.js';

/** A passkey of an account (WebAuthn): its public half. Credential ids may be longer than an index, so the key is their hash. */
@Entity('passkeys')
@Index('passkeys_username', ['username', 'createdAt'])
export class Passkey {
  /** SHA-256 of the credential id. */
  @KeyColumn(43) id!: string;
  @WordColumn() username!: string;
  @TextColumn() credentialId!: string;
  /** COSE, in base64url. */
  @TextColumn() publicKey!: string;
  /** Signatures the authenticator says it has made; one that never counts says 0. */
  @InstantColumn() counter!: number;
  /** How a browser reaches the authenticator, with commas. */
  @WordColumn(200) transports!: string;
  /** Kept by a provider, on more than one device. */
  @FlagColumn() backedUp!: number;
  @WordColumn(60) name!: string;
  @InstantColumn() createdAt!: number;
  @InstantColumn({ nullable: true }) lastUsedAt!: number | null;
}

/** A challenge that was given and not answered yet; kept as its hash, gone with the first answer. */
@Entity('passkey_challenges')
@Index('passkey_challenges_expiry', ['expiresAt'])
export class PasskeyChallenge {
  @KeyColumn(43) challengeHash!: string;
  @WordColumn(16) purpose!: string;
  /** Whose answer is waited for; nobody's in particular when one signs in without a name. */
  @WordColumn(64, { nullable: true }) username!: string | null;
  @InstantColumn() expiresAt!: number;
}
