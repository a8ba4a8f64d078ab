// Once after each jest run: ends the private server, if one was started, and removes the folder of the run.
import { rmSync } from 'node:fs';
import { once } from 'node:events';

export default async function tearDown() {
  const shell = globalThis.serverShell;
  if (shell) {
    const ended = once(shell, 'exit');
    shell.ref();
    shell.stdin.end();
    await ended;
  }
  rmSync(globalThis.testFolder, { recursive: true, force: true });
}
