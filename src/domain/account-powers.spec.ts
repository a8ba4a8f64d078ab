import { type AccountAction, type AccountState, admitAccountAction, knowsAccount, openAccountActions } from './account-powers.js';
import type { Role } from './vocabulary.js';

const account = (role: Role, more: Partial<AccountState> = {}): AccountState => ({
  ...{ username: 'x', roles: [role], active: true, duty: false, isWaiting: false, hasFactor: false },
  ...more,
});
const ADMIN = { username: 'admin1', roles: ['administrator' as const] };
const COMMISSIONER = { username: 'commissioner1', roles: ['commissioner' as const] };

describe('an account', () => {
  it.each<[AccountState, AccountAction[], AccountAction[]]>([
    [account('operator'), ['link', 'close', 'end-sessions'], []],
    [account('operator', { hasFactor: true }), ['link', 'close', 'end-sessions', 'reset-factor'], []],
    [account('operator', { active: false }), ['reopen'], []],
    [account('inspector', { isWaiting: true }), ['link', 'close', 'end-sessions'], ['link', 'close', 'on-duty', 'end-sessions']],
    [account('inspector'), ['close', 'end-sessions'], ['link', 'close', 'on-duty', 'end-sessions']],
    [account('inspector', { hasFactor: true }), ['close', 'end-sessions'], ['link', 'close', 'on-duty', 'end-sessions', 'reset-factor']],
    [account('inspector', { duty: true }), ['close', 'end-sessions'], ['link', 'close', 'off-duty', 'end-sessions']],
    [account('inspector', { active: false }), [], ['reopen']],
    [account('auditor'), ['close', 'end-sessions'], ['link', 'close', 'end-sessions']],
    [account('commissioner'), ['close', 'end-sessions'], ['link', 'close', 'end-sessions']],
    [account('commissioner', { username: 'commissioner1', hasFactor: true }), ['close', 'end-sessions'], []],
    [account('administrator', { username: 'admin1', hasFactor: true }), ['link'], []],
  ])('%j lets the administrator %j and the commissioner %j', (one, admin, commissioner) => {
    expect(openAccountActions(one, ADMIN)).toEqual(admin);
    expect(openAccountActions(one, COMMISSIONER)).toEqual(commissioner);
  });

  it('is known to the commissioner where he answers for it', () => {
    expect([
      knowsAccount(ADMIN, ['operator']),
      knowsAccount(COMMISSIONER, ['inspector']),
      knowsAccount(COMMISSIONER, ['operator']),
    ]).toEqual([true, true, false]);
  });

  it('says why something cannot be done', () => {
    const admit = (one: AccountState, action: AccountAction) => () => admitAccountAction(one, action, ADMIN);
    expect(admit(account('inspector'), 'link')).toThrow('account.commissioner-only');
    expect(admit(account('inspector'), 'on-duty')).toThrow('account.commissioner-only');
    expect(admit(account('administrator', { username: 'admin1' }), 'close')).toThrow('account.own');
    expect(admit(account('operator', { active: false }), 'close')).toThrow('account.action-not-open');
    expect(admit(account('operator'), 'close')).not.toThrow();
  });
});
