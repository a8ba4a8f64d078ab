// Once after each jest run: drops what the run left on a given server; the guard ends a private one and removes the folder of the run.
import { once } from 'node:events';
import { basename } from 'node:path';
import mysql from 'mysql2/promise';

export default async function tearDown() {
  const { guard, givenServer } = globalThis;
  if (givenServer) await dropSchemas(givenServer);
  const ended = once(guard, 'exit');
  guard.ref();
  guard.stdin.end();
  await ended;
}

async function dropSchemas(url) {
  const server = await mysql.createConnection(url);
  const mine = `${basename(globalThis.testFolder)}-%`;
  const [rows] = await server.query('SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?', [mine]);
  for (const { name } of rows) await server.query(`DROP DATABASE \`${name}\``);
  await server.end();
}
