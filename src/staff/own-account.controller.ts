import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For, type ReaderRequest } from '../platform/http/access.js';
import { FactorCode, FactorOffer, OwnAccountView, PasswordChange, PasswordProof, RecoveryCodesView } from './own-account.dto.js';
import { OwnAccount } from './own-account.js';
import { SecondFactors } from './second-factors.js';

/** What everybody may do with his own account: see and end sessions, change the password, turn a second factor on and off. */
@ApiTags('account')
@For()
@Controller('account')
export class OwnAccountController {
  constructor(
    private readonly account: OwnAccount,
    private readonly factors: SecondFactors,
  ) {}

  @Get()
  @ApiOkResponse({ type: OwnAccountView })
  view(@By() by: Actor, @Req() { sessionHash }: ReaderRequest): Promise<OwnAccountView> {
    return this.account.view(by, sessionHash!);
  }

  /** The present password is asked for again; all other sessions end. */
  @Post('password')
  @HttpCode(204)
  @ApiNoContentResponse()
  async password(@Body() { password, next }: PasswordChange, @By() by: Actor, @Req() { sessionHash, ip }: ReaderRequest): Promise<void> {
    await this.account.changePassword(password, next, by, { hash: sessionHash!, address: ip });
  }

  /** A secret for an authenticator; the present password is asked for again. */
  @Post('factor')
  @ApiCreatedResponse({ type: FactorOffer })
  async begin(@Body() { password }: PasswordProof, @By() by: Actor, @Req() { ip }: ReaderRequest): Promise<FactorOffer> {
    await this.account.prove(by.username, password, ip);
    return this.factors.begin(by);
  }

  @Post('factor/confirmation')
  @ApiCreatedResponse({ type: RecoveryCodesView })
  async confirm(@Body() { code }: FactorCode, @By() by: Actor): Promise<RecoveryCodesView> {
    return { codes: await this.factors.confirm(by, code) };
  }

  @Post('factor/removal')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Body() { code }: FactorCode, @By() by: Actor, @Req() { ip }: ReaderRequest): Promise<void> {
    await this.account.counted(by.username, ip, () => this.factors.remove(by, code));
  }

  @Delete('sessions/others')
  @HttpCode(204)
  @ApiNoContentResponse()
  async endOthers(@By() by: Actor, @Req() { sessionHash }: ReaderRequest): Promise<void> {
    await this.account.endOthers(by, sessionHash!);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async end(@Param('id') id: string, @By() by: Actor): Promise<void> {
    await this.account.end(id, by);
  }
}
