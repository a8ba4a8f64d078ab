import { SELF_TESTS, type SelfTestKind, type SelfTestRule } from '../domain/self-tests.js';
import { fields, matching, some, whole } from '../domain/setting-checks.js';
import { ConfigError } from '../platform/config.js';
import { configJson } from '../platform/settings.js';

/** `config/self-tests.json`: when each test runs, and how long its results are kept. */
export interface SelfTestSettings extends Record<SelfTestKind, SelfTestRule> {
  lateMinutes: number;
  keepDays: number;
}

const rule = fields({
  times: some(matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM')),
  answerSeconds: whole(1),
  redAfterFailures: whole(1),
});
const CHECK = fields({ ...Object.fromEntries(SELF_TESTS.map((kind) => [kind, rule])), lateMinutes: whole(1), keepDays: whole(1) });

/** Read and checked; throws ConfigError that names the first wrong field. */
export function selfTestSettings(given: unknown = configJson('self-tests.json')): SelfTestSettings {
  try {
    CHECK(given, '');
    return given as SelfTestSettings;
  } catch (error) {
    throw new ConfigError(`config/self-tests.json: ${(error as Error).message}`);
  }
}
