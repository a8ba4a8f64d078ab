import type { Actor } from './case-state.js';
import { DomainError } from './errors.js';
import type { Role } from './vocabulary.js';

/**
 * What may be done with an account: a link to set its password, an end, a new beginning, the duty of reading what is sealed first,
 * an end to its sessions, a factor taken away because it was lost. */
export const ACCOUNT_ACTIONS = ['link', 'close', 'reopen', 'on-duty', 'off-duty', 'end-sessions', 'reset-factor'] as const;
export type AccountAction = (typeof ACCOUNT_ACTIONS)[number];

/** What the rules know of an account. */
export interface AccountState {
  username: string;
  roles: readonly Role[];
  active: boolean;
  duty: boolean;
  /** Nobody has set a password yet. */
  isWaiting: boolean;
  /** Signs in with a code beside the password, or with a passkey. */
  hasFactor: boolean;
}

/** The commission and the audit: whoever keeps the machine must not become one of them by a new password. */
const GUARDED: readonly Role[] = ['inspector', 'commissioner', 'auditor'];
const holds = (roles: readonly string[], wanted: readonly string[]): boolean => roles.some((role) => wanted.includes(role));

/** Whether a reader knows of an account at all: the administrator of all, the commissioner of those he answers for. */
export const knowsAccount = (by: Pick<Actor, 'roles'>, roles: readonly Role[]): boolean =>
  by.roles.includes('administrator') || (by.roles.includes('commissioner') && holds(roles, GUARDED));

/**
 * What this person may do with an account now. The administrator keeps all accounts; but those of the commission and of the audit, once their
 * owners have a password, get a new link or are opened again by a commissioner alone, and never by their owner. Only a commissioner says
 * who is on duty. Nobody closes his own. Source: domain text, sections 1 and 6.4.
 */
export function openAccountActions(one: AccountState, by: Pick<Actor, 'username' | 'roles'>): AccountAction[] {
  const own = one.username === by.username;
  const isGuarded = holds(one.roles, GUARDED);
  const [admin, commissioner] = [by.roles.includes('administrator'), by.roles.includes('commissioner') && isGuarded];
  const rescuer = commissioner && !own;
  const when: [AccountAction, boolean][] = [
    ['link', one.active && (isGuarded ? rescuer || (admin && one.isWaiting) : admin)],
    ['close', one.active && !own && (admin || commissioner)],
    ['reopen', !one.active && !own && (isGuarded ? commissioner : admin)],
    ['on-duty', one.active && !one.duty && commissioner && one.roles.includes('inspector')],
    ['off-duty', one.duty && commissioner],
    ['end-sessions', one.active && !own && (admin || commissioner)],
    ['reset-factor', one.active && one.hasFactor && (isGuarded ? rescuer : admin && !own)],
  ];
  return when.flatMap(([action, may]) => (may ? [action] : []));
}

/** Throws `account.own` (409) for one's own account, `account.commissioner-only` (403), `account.action-not-open` (409). */
export function admitAccountAction(one: AccountState, action: AccountAction, by: Pick<Actor, 'username' | 'roles'>): void {
  if (openAccountActions(one, by).includes(action)) return;
  if (one.username === by.username) throw new DomainError('account.own', 409);
  const asCommissioner = openAccountActions(one, { username: '', roles: ['commissioner'] });
  if (asCommissioner.includes(action)) throw new DomainError('account.commissioner-only', 403, { action });
  throw new DomainError('account.action-not-open', 409, { action });
}
