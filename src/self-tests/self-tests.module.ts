import { Global, Module } from '@nestjs/common';
import { Rehearsals } from '../cases/rehearsals.js';
import { FormCheck } from './form-check.js';
import { LogCheck } from './log-check.js';
import { SelfTestPasses } from './passes.js';
import { SelfTestQueries } from './self-test.queries.js';
import { Checks, SelfTests } from './self-tests.js';
import { SelfTestsController } from './self-tests.controller.js';

/** The system's tests of itself. */
@Global()
@Module({
  controllers: [SelfTestsController],
  providers: [
    Checks,
    FormCheck,
    LogCheck,
    SelfTestPasses,
    SelfTestQueries,
    SelfTests,
    { provide: Rehearsals, useExisting: SelfTestPasses },
  ],
  exports: [Rehearsals, SelfTestQueries, SelfTests],
})
export class SelfTestsModule {}
