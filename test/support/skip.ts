/** What a story needs from the machine: without it the story counts as skipped or, with `REQUIRE_ALL=1`, as failed. */
import { existsSync } from 'node:fs';

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

export const requireAll = process.env.REQUIRE_ALL === '1';

/** A story of the whole application on the database of this run, `TEST_ENGINE=embedded|mysql`. */
export const describeWithServer: jest.Describe = process.env.TEST_NO_SERVER === '1' ? describe.skip : describe;

/** A story in a real browser; a required but missing Chromium fails when the story opens it. */
export const describeWithBrowser: jest.Describe = existsSync(chromiumPath) || requireAll ? describeWithServer : describe.skip;
