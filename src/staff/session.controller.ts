import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { ROLES } from '../domain/vocabulary.js';
import { CONFIG, type Config } from '../platform/config.js';
import { By, For, Public, type ReaderRequest } from '../platform/http/access.js';
import { MaybeShown, Nested, Shown, Text } from '../platform/http/fields.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import { cookieName, cookieOptions } from './session-cookie.js';
import { NewPasswordBody } from './account.dto.js';
import { PasskeyAnswer, PasskeyOffer, PasskeySignIn } from './passkey.dto.js';
import { PasskeyProofs } from './passkey-proofs.js';
import { Passwords } from './passwords.js';
import { Sessions, type Visit } from './sessions.js';

/** Name and password, and a one-time code or a passkey once an account has such a thing. */
export class SignInBody {
  @Text(64) username!: string;
  @Text(200) password!: string;
  @Text(20, { optional: true, description: 'Code of the authenticator, or a recovery code' }) otp?: string;
  @Nested(() => PasskeyAnswer, {
    optional: true,
    description: 'Answer to the challenge that came with `session.otp-needed` or `session.passkey-needed`',
  })
  passkey?: PasskeyAnswer;
}

/** Who is signed in. */
export class SessionView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ enum: ROLES, isArray: true }) roles!: string[];
  @MaybeShown({ description: 'Code of the department, for handlers and leaders' }) department?: string;
}

const viewOf = (reader: Actor): SessionView => ({
  username: reader.username,
  name: reader.name,
  roles: [...reader.roles],
  ...(reader.departmentCode ? { department: reader.departmentCode } : {}),
});

/** Every look at the sign-in page asks once, and a whole hall may share one address. */
const ASKED_PER_WRONG_PASSWORD = 10;
const visitOf = ({ ip, headers }: FastifyRequest): Visit => ({ address: ip, device: headers['user-agent'], host: headers.host });

@Controller('session')
export class SessionController {
  private readonly asked: RateLimit;

  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    private readonly proofs: PasskeyProofs,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.asked = new RateLimit(config.wrongPasswordsPerMinute * ASKED_PER_WRONG_PASSWORD);
  }

  @Public()
  @Post()
  @ApiCreatedResponse({ type: SessionView })
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { username, password, otp, passkey } = body;
    return this.opened(await this.sessions.open(username, password, { ...visitOf(request), otp, passkey }), reply);
  }

  /** Asks for a passkey, of whoever comes. */
  @Public()
  @Post('passkey/options')
  @ApiCreatedResponse({ type: PasskeyOffer })
  async askPasskey(@Req() { ip, headers }: FastifyRequest): Promise<PasskeyOffer> {
    await this.asked.pass(ip);
    return { options: await this.proofs.ask(headers.host) };
  }

  /** A passkey instead of name and password. */
  @Public()
  @Post('passkey')
  @ApiCreatedResponse({ type: SessionView })
  async signInByPasskey(
    @Body() { answer }: PasskeySignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    return this.opened(await this.sessions.openByPasskey(answer, visitOf(request)), reply);
  }

  private opened({ token, reader }: { token: string; reader: Actor }, reply: FastifyReply): SessionView {
    void reply.setCookie(cookieName(this.config), token, cookieOptions(this.config));
    return viewOf(reader);
  }

  /** A password of one's own choice, by a link the administrator made; works once. */
  @Public()
  @Post('password')
  @HttpCode(204)
  @ApiNoContentResponse()
  async setPassword(@Body() body: NewPasswordBody, @Req() request: FastifyRequest): Promise<void> {
    await this.passwords.set(body.token, body.password, request.ip);
  }

  @For()
  @Get()
  @ApiOkResponse({ type: SessionView })
  who(@By() reader: Actor): SessionView {
    return viewOf(reader);
  }

  @For()
  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse()
  async signOut(@By() reader: Actor, @Req() request: ReaderRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.close(request.sessionHash!, reader);
    void reply.clearCookie(cookieName(this.config), cookieOptions(this.config));
  }
}
