import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/case-state.js';
import { By, For, type ReaderRequest } from '../platform/http/access.js';
import { PasswordProof } from './own-account.dto.js';
import { OwnAccount } from './own-account.js';
import { PasskeyBody, PasskeyList, PasskeyName, PasskeyOffer, PasskeyView } from './passkey.dto.js';
import { Passkeys } from './passkeys.js';

/** One's own passkeys. */
@ApiTags('account')
@For()
@Controller('account/passkeys')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly account: OwnAccount,
  ) {}

  @Get()
  @ApiOkResponse({ type: PasskeyList })
  list(@By() by: Actor, @Req() { headers }: ReaderRequest): Promise<PasskeyList> {
    return this.passkeys.list(by.username, headers.host);
  }

  /** What the browser makes a passkey with; the present password is asked for again. */
  @Post('options')
  @ApiCreatedResponse({ type: PasskeyOffer })
  async begin(@Body() { password }: PasswordProof, @By() by: Actor, @Req() { ip, headers }: ReaderRequest): Promise<PasskeyOffer> {
    await this.account.prove(by.username, password, ip);
    return { options: await this.passkeys.begin(by, headers.host) };
  }

  @Post()
  @ApiCreatedResponse({ type: PasskeyView })
  add(@Body() body: PasskeyBody, @By() by: Actor, @Req() { headers }: ReaderRequest): Promise<PasskeyView> {
    return this.passkeys.add(body, by, headers.host);
  }

  @Put(':id')
  @ApiOkResponse({ type: PasskeyView })
  rename(@Param('id') id: string, @Body() { name }: PasskeyName, @By() by: Actor): Promise<PasskeyView> {
    return this.passkeys.rename(id, name, by);
  }

  /** For good; the present password is asked for again. */
  @Post(':id/removal')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@Param('id') id: string, @Body() { password }: PasswordProof, @By() by: Actor, @Req() { ip }: ReaderRequest): Promise<void> {
    await this.passkeys.admitRemoval(id, by);
    await this.account.prove(by.username, password, ip);
    await this.passkeys.remove(id, by);
  }
}
