import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { ACCOUNT_ACTIONS } from '../domain/account-powers.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError } from '../domain/errors.js';
import { By, For } from '../platform/http/access.js';
import { AccountListQuery, AccountPage, AccountView, PasswordLinkView } from './account.dto.js';
import { Accounts } from './accounts.js';

/** A link is a thing of its own, with its own answer. */
const STEPS = ACCOUNT_ACTIONS.filter((action) => action !== 'link');

/** Accounts as the administrator keeps them, and those of commission and audit a commissioner answers for; nobody's password is ever seen. */
@ApiTags('accounts')
@For('administrator', 'commissioner')
@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  @Get()
  @ApiOkResponse({ type: AccountPage })
  list(@Query() query: AccountListQuery, @By() by: Actor): Promise<AccountPage> {
    return this.accounts.list(query, by);
  }

  /** A link by which its owner sets a new password, once; the old password stays until then. */
  @Post(':username/links')
  @ApiCreatedResponse({ type: PasswordLinkView })
  link(@Param('username') username: string, @By() by: Actor): Promise<PasswordLinkView> {
    return this.accounts.link(username, by);
  }

  @Post(':username/actions/:action')
  @HttpCode(200)
  @ApiParam({ name: 'action', enum: STEPS })
  @ApiOkResponse({ type: AccountView })
  async act(@Param('username') username: string, @Param('action') action: string, @By() by: Actor): Promise<AccountView> {
    const known = STEPS.find((one) => one === action);
    if (!known) throw new DomainError('account.action-not-open', 409, { action });
    await this.accounts.act(username, known, by);
    return this.accounts.item(username, by);
  }
}
