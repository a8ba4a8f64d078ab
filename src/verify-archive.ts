import { readFileSync } from 'node:fs';
import { archiveFaults } from './publicity/archive-check.js';

/** `npm run verify-archive FILE [PUBLIC-KEY]`: says whether a package is as it was made, or names everything that is not, and ends with 1. */
const [file, key] = process.argv.slice(2);
if (!file) {
  console.log('Which file? npm run verify-archive FILE [PUBLIC-KEY]');
  process.exitCode = 1;
} else {
  const faults = archiveFaults(readFileSync(file), key);
  console.log(faults.length === 0 ? 'The package holds.' : `The package does not hold:\n${faults.join('\n')}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
