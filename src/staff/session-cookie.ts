import type { CookieSerializeOptions } from '@fastify/cookie';
import type { Config } from '../platform/config.js';

const isSecure = (config: Config): boolean => config.publicUrl?.startsWith('https:') ?? false;

/** `__Host-` binds the cookie to this host and to https; plain http (demo on one machine) cannot carry it. */
export const cookieName = (config: Config): string => (isSecure(config) ? '__Host-session' : 'session');

export const cookieOptions = (config: Config): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure: isSecure(config),
});
