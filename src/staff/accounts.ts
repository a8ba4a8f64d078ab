import { Injectable } from '@nestjs/common';
import { type AccountAction, type AccountState, admitAccountAction, knowsAccount, openAccountActions } from '../domain/account-powers.js';
import type { AuditType } from '../domain/audit.js';
import type { Actor } from '../domain/case-state.js';
import { notFound } from '../domain/errors.js';
import { LINK_LASTS } from '../domain/passwords.js';
import type { AccountRecord } from '../domain/setup-lines.js';
import { type Instant, isoOf } from '../domain/time.js';
import type { Role } from '../domain/vocabulary.js';
import { EventLog } from '../events/event-log.js';
import { Clock } from '../platform/clock.js';
import { Keys, newToken, tokenHash } from '../platform/crypto.js';
import { Db, insertRows, type Tx, updateRow } from '../platform/db.js';
import { FACTORS, forgetFactors } from './factors.js';
import { forgetPreferences } from './preferences.js';
import type { AccountListQuery, AccountPage, AccountView, PasswordLinkView } from './account.dto.js';

interface AccountRow {
  username: string;
  name: string;
  roles: string;
  departmentCode: string | null;
  departmentName: string | null;
  active: number;
  duty: number;
  createdAt: number;
  waiting: number;
  codes: number;
  passkeys: number;
}
/** Whoever has a link he never used, and none he did, has no password yet. */
const SELECTED = `SELECT a.username, a.name, a.roles, a.departmentCode, d.name AS departmentName, a.active, a.duty, a.createdAt,
  (SELECT COUNT(*) FROM password_links l WHERE l.username = a.username AND l.usedAt IS NULL)
    * (1 - EXISTS (SELECT 1 FROM password_links u WHERE u.username = a.username AND u.usedAt IS NOT NULL)) AS waiting,
  ${FACTORS}
  FROM accounts a LEFT JOIN departments d ON d.code = a.departmentCode`;

/** Accounts a commissioner answers for; roles are a list of words in quotes. */
const ANSWERED_FOR = `(a.roles LIKE '%"inspector"%' OR a.roles LIKE '%"commissioner"%' OR a.roles LIKE '%"auditor"%')`;

/** People who work here, as the administrator keeps them. Source: domain text, section 1. */
@Injectable()
export class Accounts {
  constructor(
    private readonly db: Db,
    private readonly keys: Keys,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async list({ q, active, page, pageSize }: AccountListQuery, by: Actor): Promise<AccountPage> {
    const parts: [string, ...unknown[]][] = [[by.roles.includes('administrator') ? '1 = 1' : ANSWERED_FOR]];
    const word = (q ?? '').trim().replace(/[%_\\]/g, '');
    if (word) parts.push(['(a.username LIKE ? OR a.name LIKE ?)', `${word}%`, `${word}%`]);
    if (active !== undefined) parts.push(['a.active = ?', active ? 1 : 0]);
    const [where, params] = [parts.map(([sql]) => sql).join(' AND '), parts.flatMap(([, ...given]) => given)];
    const [count] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM accounts a WHERE ${where}`, params);
    const rows = await this.db.readPrimary<AccountRow>(
      `${SELECTED} WHERE ${where} ORDER BY a.username LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map((row) => viewOf(row, by)), total: Number(count?.n ?? 0), page, pageSize };
  }

  /** Throws `not-found` (404). */
  async item(username: string, by: Actor): Promise<AccountView> {
    const [row] = await this.db.readPrimary<AccountRow>(`${SELECTED} WHERE a.username = ?`, [username]);
    if (!row) throw notFound();
    return viewOf(row, by);
  }

  /** A hash that no password opens, for accounts nobody has set one for; made outside a transaction, because it takes its time. */
  closedHash(): Promise<string> {
    return this.keys.hashPassword(newToken());
  }

  /** Adds accounts in a transaction that is open; each comes with a link by which its owner sets a password. */
  async insert(tx: Tx, records: readonly AccountRecord[], passwordHash: string, at: Instant): Promise<PasswordLinkView[]> {
    const fresh = { passwordHash, active: true, duty: false, createdAt: at };
    const rows = records.map(({ roles, ...one }) => ({ ...one, roles: JSON.stringify(roles), ...fresh }));
    await insertRows(tx, 'accounts', rows);
    return this.links(tx, records, at);
  }

  private async links(tx: Tx, people: readonly { username: string; name: string }[], at: Instant): Promise<PasswordLinkView[]> {
    const expiresAt = at + LINK_LASTS;
    const made = people.map(({ username, name }) => ({ username, name, token: newToken() }));
    await insertRows(
      tx,
      'password_links',
      made.map(({ username, token }) => ({ tokenHash: tokenHash(token), username, createdAt: at, expiresAt, usedAt: null })),
    );
    return made.map(({ username, name, token }) => ({
      username,
      name,
      path: `/console/set-password#${token}`,
      expiresAt: isoOf(expiresAt),
    }));
  }

  /**
   * A new link for somebody who lost his password or his link; older ones end. Throws `not-found` (404), `account.commissioner-only` (403),
   * `account.action-not-open` (409).
   */
  async link(username: string, by: Actor): Promise<PasswordLinkView> {
    return this.db.write(async (tx) => {
      const { name } = await this.lock(tx, username, 'link', by);
      const at = this.clock.now();
      await tx.query('UPDATE password_links SET expiresAt = ? WHERE username = ? AND usedAt IS NULL AND expiresAt > ?', [at, username, at]);
      const [link] = await this.links(tx, [{ username, name }], at);
      await this.events.append(tx, [{ type: 'account.link-made', facts: { account: username }, by, at, audience: 'audit' }]);
      return link!;
    });
  }

  /**
   * Closes an account and its sessions, opens it again, or says whether it is on duty. Throws `not-found` (404),
   * `account.commissioner-only` (403), `account.own`, `account.action-not-open` (409).
   */
  async act(username: string, action: Exclude<AccountAction, 'link'>, by: Actor): Promise<void> {
    await this.db.write(async (tx) => {
      await this.lock(tx, username, action, by);
      const at = this.clock.now();
      const patch = PATCHES[action];
      if (patch) await updateRow(tx, 'accounts', { username }, patch);
      if (action === 'reset-factor') await forgetFactors(tx, username);
      if (action === 'close') await forgetPreferences(tx, username);
      const told = { by, at, audience: 'audit' as const };
      const ended = ENDING.includes(action) ? await this.endSessions(tx, username, at) : 0;
      await this.events.append(tx, [
        { type: TYPES[action], facts: { account: username }, ...told },
        ...(ended > 0 ? [{ type: 'session.closed' as const, facts: { account: username }, ...told }] : []),
      ]);
    });
  }

  /** The account's row, locked, after the rule was asked; one that the reader does not answer for is as absent as none. */
  private async lock(tx: Tx, username: string, action: AccountAction, by: Actor): Promise<AccountRow> {
    await tx.query(`SELECT username FROM accounts WHERE username = ?${this.db.forUpdate}`, [username]);
    const [row] = await tx.query<AccountRow[]>(`${SELECTED} WHERE a.username = ?`, [username]);
    const state = row && stateOf(row);
    if (!state || !knowsAccount(by, state.roles)) throw notFound();
    admitAccountAction(state, action, by);
    return row;
  }

  /** Ends every session of an account; gives how many there were. */
  async endSessions(tx: Tx, username: string, at: Instant): Promise<number> {
    const open = await tx.query<unknown[]>('SELECT tokenHash FROM sessions WHERE username = ? AND endedAt IS NULL', [username]);
    await tx.query('UPDATE sessions SET endedAt = ? WHERE username = ? AND endedAt IS NULL', [at, username]);
    return open.length;
  }
}

const ENDING: readonly AccountAction[] = ['close', 'end-sessions', 'reset-factor'];
const PATCHES: Partial<Record<AccountAction, Record<string, unknown>>> = {
  close: { active: false, duty: false },
  reopen: { active: true },
  'on-duty': { duty: true },
  'off-duty': { duty: false },
};
const TYPES = {
  ...{ close: 'account.closed', reopen: 'account.reopened' },
  ...{ 'on-duty': 'account.put-on-duty', 'off-duty': 'account.taken-off-duty' },
  ...{ 'end-sessions': 'account.sessions-ended', 'reset-factor': 'account.factor-reset' },
} as const satisfies Record<string, AuditType>;
const stateOf = (row: AccountRow): AccountState => ({
  username: row.username,
  roles: JSON.parse(row.roles) as Role[],
  active: Number(row.active) === 1,
  duty: Number(row.duty) === 1,
  isWaiting: Number(row.waiting) > 0,
  hasFactor: Number(row.codes) + Number(row.passkeys) > 0,
});

const viewOf = (row: AccountRow, by: Actor): AccountView => {
  const { roles, ...state } = stateOf(row);
  return {
    ...state,
    roles: [...roles],
    name: row.name,
    ...(row.departmentCode ? { departmentCode: row.departmentCode, departmentName: row.departmentName ?? row.departmentCode } : {}),
    createdAt: isoOf(Number(row.createdAt)),
    actions: openAccountActions({ ...state, roles }, by),
  };
};
