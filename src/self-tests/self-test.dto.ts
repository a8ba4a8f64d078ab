import { HEALTH_LIGHTS, type HealthLight } from '../domain/machine-health.js';
import { SELF_TEST_OUTCOMES, SELF_TESTS, type SelfTestKind, STEP_OUTCOMES } from '../domain/self-tests.js';
import { Choice, MaybeShown, Shown } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export class SelfTestListQuery extends PageQuery {
  @Choice(SELF_TESTS, { optional: true }) kind?: SelfTestKind;
}
export class SelfTestInput {
  @Choice(SELF_TESTS) kind!: SelfTestKind;
}

export class SelfTestStepView {
  @Shown() name!: string;
  @Shown({ enum: STEP_OUTCOMES }) outcome!: string;
  @MaybeShown({ type: 'integer' }) ms?: number;
  @MaybeShown({ description: 'Why it failed or was not tested: a short code, `timeout` or `status-502`' }) reason?: string;
  @MaybeShown({ type: 'integer', description: 'How many were looked at: files, categories, events' }) count?: number;
  @MaybeShown({ type: 'integer', description: 'The first number of the log that does not hold' }) firstBroken?: number;
}
/** One run of a self-test. */
export class SelfTestView {
  @Shown() id!: string;
  @Shown({ enum: SELF_TESTS }) kind!: SelfTestKind;
  @Shown({ format: 'date-time' }) startedAt!: string;
  @Shown({ description: 'An account, or `system` by schedule' }) startedBy!: string;
  @Shown({ enum: SELF_TEST_OUTCOMES }) outcome!: string;
  @MaybeShown({ type: 'integer' }) tookMs?: number;
  @MaybeShown({ type: 'integer', description: 'Per cent, while it runs and where it is known' }) progress?: number;
  @Shown({ type: SelfTestStepView, isArray: true }) steps!: SelfTestStepView[];
}
export class SelfTestPage implements Page<SelfTestView> {
  @Shown({ type: SelfTestView, isArray: true }) items!: SelfTestView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
/** How a kind of test stands: its last run, and the light of its last runs together. */
export class SelfTestStandView {
  @Shown({ enum: SELF_TESTS }) kind!: SelfTestKind;
  @Shown({ enum: HEALTH_LIGHTS }) light!: HealthLight;
  @MaybeShown({ type: SelfTestView }) last?: SelfTestView;
  @Shown({ type: [String], description: 'When it runs by itself, wall clock of the city' }) times!: string[];
}
