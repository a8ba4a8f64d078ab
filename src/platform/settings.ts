import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root, from the built file as from the source. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A data file of `config/`: what a city edits. */
export const configJson = <T>(name: string): T => JSON.parse(readFileSync(resolve(ROOT, 'config', name), 'utf8')) as T;
