// Draws a spot check again from what is published of it, by the method of docs/spot-checks.md and nothing of ours.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { seed, list, count } = JSON.parse(readFileSync(0, 'utf8'));
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const ranked = list.map((number) => [sha256(`${seed}:${number}`), number]).sort();
console.log(JSON.stringify({ listHash: sha256([...list].sort().join('\n')), drawn: ranked.slice(0, count).map(([, number]) => number) }));
