import 'reflect-metadata';
import { startServer } from './server.js';
import { ConfigError } from './platform/config.js';
import { codeOf } from './platform/db.js';

/** What commonly keeps a server from starting, said with the variable to look at. */
const REASONS: Record<string, string> = {
  EADDRINUSE: 'PORT: something else listens there already',
  EACCES: 'HOST, PORT or DATA_DIR: this account may not use it',
  ECONNREFUSED: 'DATABASE_URL: no database server answers there',
  ENOTFOUND: 'DATABASE_URL: there is no such host',
  ETIMEDOUT: 'DATABASE_URL: the database server does not answer',
  ER_ACCESS_DENIED_ERROR: 'DATABASE_URL: the database server refuses this account',
  ER_BAD_DB_ERROR: 'DATABASE_URL: there is no such database; make it first',
};

try {
  await startServer();
} catch (error) {
  const reason = error instanceof ConfigError ? error.message : REASONS[codeOf(error)];
  console.error(reason ? `The server does not start: ${reason}` : error);
  process.exit(1);
}
