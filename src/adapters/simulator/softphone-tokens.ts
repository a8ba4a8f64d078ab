import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes and checks the token that lets a softphone register as `client:<identity>`. */
export interface SoftphoneTokens {
  sign(identity: string, ttlSeconds: number): string;
  /** The identity, or nothing for a token that is forged, expired or not allowed to receive calls. */
  identityOf(token: string): string | undefined;
}

interface Claims {
  readonly iss?: string;
  readonly exp?: number;
  readonly grants?: { readonly identity?: string; readonly voice?: { readonly incoming?: { readonly allow?: boolean } } };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (secret: string, text: string): Buffer => createHmac('sha256', secret).update(text).digest();

/**
 * Tokens in the form of Twilio's access tokens (a JWT signed with HS256). Besides its own, signed with the account's token, it takes those
 * that Twilio's SDK makes with an API key of the account, so that production code makes tokens for the simulator too.
 */
export function signedTokens(accountSid: string, authToken: string, apiKeys: Readonly<Record<string, string>>): SoftphoneTokens {
  const secretOf = (issuer: string | undefined): string | undefined => {
    if (issuer === undefined) return undefined;
    if (issuer === accountSid) return authToken;
    return Object.hasOwn(apiKeys, issuer) ? apiKeys[issuer] : undefined;
  };
  return {
    sign(identity, ttlSeconds) {
      const now = Math.floor(Date.now() / 1000);
      const grants = { identity, voice: { incoming: { allow: true } } };
      const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ iss: accountSid, exp: now + ttlSeconds, grants })}`;
      return `${text}.${signature(authToken, text).toString('base64url')}`;
    },
    identityOf(token) {
      const [head, body, sign, ...more] = token.split('.');
      if (!head || !body || !sign || more.length > 0) return undefined;
      const claims = read(body);
      const secret = secretOf(claims?.iss);
      if (!claims || !secret) return undefined;
      const expected = signature(secret, `${head}.${body}`);
      const given = Buffer.from(sign, 'base64url');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
      if ((claims.exp ?? 0) * 1000 <= Date.now() || !claims.grants?.voice?.incoming?.allow) return undefined;
      return claims.grants.identity;
    },
  };
}

function read(body: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  } catch {
    return undefined;
  }
}
