import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DomainError } from '../domain/errors.js';
import { CONFIG, type Config } from '../platform/config.js';
import { tokenHash } from '../platform/crypto.js';
import { ACCESS, type Access, type ReaderRequest } from '../platform/http/access.js';
import { isOwnOrigin } from '../platform/http/origin.js';
import { cookieName } from './session-cookie.js';
import { Sessions } from './sessions.js';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/** What is open before a needed second factor is set up: to set it up in one's own language and type size, and to leave. */
const WITHOUT_FACTOR =
  /^\/api\/v1\/(session|account|account\/factor(\/confirmation)?|account\/passkeys(\/options)?|account\/preferences(\/[a-z]+)?)(\?|$)/;

/** Default deny: a route says who may call it, or nobody may. Unsafe methods come from our own pages only. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ReaderRequest>();
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]);
    if (access === undefined) throw new DomainError('access.undeclared', 403);
    if (!SAFE.includes(request.method) && !isOwnOrigin(request.headers, this.config)) throw new DomainError('origin.foreign', 403);
    if (access === 'public') return true;
    const token = request.cookies[cookieName(this.config)];
    const hash = token ? tokenHash(token) : undefined;
    const known = hash ? await this.sessions.reader(hash) : undefined;
    if (!known) throw new DomainError('session.needed', 401);
    const { reader, lacksFactor } = known;
    request.reader = reader;
    request.sessionHash = hash!;
    if (lacksFactor && !WITHOUT_FACTOR.test(request.url)) throw new DomainError('factor.needed', 403);
    if (access !== 'signed-in' && !access.some((role) => reader.roles.includes(role))) throw new DomainError('access.role-may-not', 403);
    return true;
  }
}
