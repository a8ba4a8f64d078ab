import 'reflect-metadata';
import { openSource } from './data-source.js';
import { SYSTEM } from './domain/case-state.js';
import { LINK_LASTS } from './domain/passwords.js';
import { isoOf } from './domain/time.js';
import { EventLog } from './events/event-log.js';
import { Clock } from './platform/clock.js';
import { type Config, readConfig } from './platform/config.js';
import { newToken, tokenHash } from './platform/crypto.js';
import { Db, insertRows } from './platform/db.js';
import { forgetFactors } from './staff/factors.js';

/**
 * `npm run rescue-account -- <account>`: for the last of his kind, whom nobody in the console can help. Whoever keeps the machine makes a
 * link to set a password and takes the second factor away, passkeys too; the sessions end, and the log says so for good.
 */
async function rescue(config: Config, db: Db, username: string | undefined): Promise<number> {
  const at = new Clock(config.clock).now();
  const token = newToken();
  const done = await db.write(async (tx) => {
    const [row] = await tx.query<unknown[]>(`SELECT username FROM accounts WHERE username = ? AND active = 1${db.forUpdate}`, [
      username ?? '',
    ]);
    if (!row) return false;
    await forgetFactors(tx, username!);
    await tx.query('UPDATE sessions SET endedAt = ? WHERE username = ? AND endedAt IS NULL', [at, username]);
    await insertRows(tx, 'password_links', [
      { tokenHash: tokenHash(token), username, createdAt: at, expiresAt: at + LINK_LASTS, usedAt: null },
    ]);
    const told = { facts: { account: username }, by: SYSTEM, at, audience: 'audit' as const };
    await new EventLog(db).append(tx, [
      { type: 'account.rescued' as const, ...told },
      { type: 'session.closed' as const, ...told },
    ]);
    return true;
  });
  if (!done) {
    console.error(`There is no account "${username ?? ''}" in use.`);
    return 1;
  }
  const path = `${config.publicUrl ?? ''}/console/set-password#${token}`;
  console.log(
    `${username} sets a password at ${path} (once, until ${isoOf(at + LINK_LASTS)}). Codes and passkeys are gone; the log says so.`,
  );
  return 0;
}

const config = readConfig();
const [writer, reader] = [await openSource(config.database, 'writer', 2), await openSource(config.database, 'reader', 2)];
try {
  process.exitCode = await rescue(config, new Db(writer, reader), process.argv[2]);
} finally {
  await writer.destroy();
  await reader.destroy();
}
