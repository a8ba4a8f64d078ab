import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/case-state.js';
import { ROLES } from '../domain/vocabulary.js';
import { CONFIG, type Config } from '../platform/config.js';
import { By, For, Public, type ReaderRequest } from '../platform/http/access.js';
import { MaybeShown, Shown, Text } from '../platform/http/fields.js';
import { cookieName, cookieOptions } from './session-cookie.js';
import { NewPasswordBody } from './account.dto.js';
import { Passwords } from './passwords.js';
import { Sessions } from './sessions.js';

/** Name and password, and a one-time code once an account has a second factor. */
export class SignInBody {
  @Text(64) username!: string;
  @Text(200) password!: string;
  @Text(20, { optional: true, description: 'Code of the authenticator, or a recovery code' }) otp?: string;
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

@Controller('session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly passwords: Passwords,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post()
  @ApiCreatedResponse({ type: SessionView })
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { token, reader } = await this.sessions.open(body.username, body.password, {
      address: request.ip,
      device: request.headers['user-agent'],
      otp: body.otp,
    });
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
