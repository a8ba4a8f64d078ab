import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiCookieAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/case-state.js';
import type { Role } from '../../domain/vocabulary.js';

/** Who may call a route. A route without one of these is refused by the guard and by a test. */
export const ACCESS = 'access';
export type Access = 'public' | 'signed-in' | readonly Role[];

/** Open to everybody, no account. */
export const Public = () => applyDecorators(SetMetadata(ACCESS, 'public' satisfies Access), ApiTags('public'));

/** Open to these roles alone; with none, to everybody who is signed in. */
export const For = (...roles: Role[]) =>
  applyDecorators(SetMetadata(ACCESS, roles.length > 0 ? roles : ('signed-in' satisfies Access)), ApiCookieAuth());

/** A request with the reader the guard found. */
export interface ReaderRequest extends FastifyRequest {
  reader?: Actor;
  sessionHash?: string;
}

/** The reader of the request; only on routes that need one. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { reader } = context.switchToHttp().getRequest<ReaderRequest>();
  if (!reader) throw new Error('This route has no reader');
  return reader;
});

/** All roles that work with cases: everybody but administrators and auditors. */
export const CASE_ROLES = ['operator', 'dispatcher', 'reviewer', 'handler', 'leader', 'supervisor', 'inspector', 'commissioner'] as const;
