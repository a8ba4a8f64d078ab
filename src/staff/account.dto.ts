import { ACCOUNT_ACTIONS } from '../domain/account-powers.js';
import { LONGEST_PASSWORD } from '../domain/passwords.js';
import { ROLES } from '../domain/vocabulary.js';
import { MaybeShown, QueryFlag, Shaped, Shown, Text } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

/** A password of one's own choice, for the token of a link. */
export class NewPasswordBody {
  @Shaped(/^[\w-]{43}$/, 43) token!: string;
  @Text(LONGEST_PASSWORD) password!: string;
}

export class AccountListQuery extends PageQuery {
  @Text(64, { optional: true, description: 'Beginning of the account or of the name' }) q?: string;
  @QueryFlag() active?: boolean;
}

export class AccountView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ enum: ROLES, isArray: true }) roles!: string[];
  @MaybeShown() departmentCode?: string;
  @MaybeShown() departmentName?: string;
  @Shown() active!: boolean;
  @Shown({ description: 'Gets sealed cases until the commissioner names others' }) duty!: boolean;
  @Shown({ description: 'Nobody has set a password yet' }) isWaiting!: boolean;
  @Shown({ description: 'Signs in with a code beside the password, or with a passkey' }) hasFactor!: boolean;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @Shown({ enum: ACCOUNT_ACTIONS, isArray: true, description: 'Open to this reader now' }) actions!: string[];
}
export class AccountPage implements Page<AccountView> {
  @Shown({ type: AccountView, isArray: true }) items!: AccountView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** The only time a link is shown. */
export class PasswordLinkView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown({ example: '/console/set-password#…' }) path!: string;
  @Shown({ format: 'date-time' }) expiresAt!: string;
}
