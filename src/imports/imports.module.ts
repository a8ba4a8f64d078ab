import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { CaseBatches } from './case-batches.js';
import { CaseLines } from './case-lines.js';
import { ImportJobs } from './import-jobs.js';
import { ImportRunner } from './import-runner.js';
import { ImportQueries } from './import.queries.js';
import { ImportStore } from './import.store.js';
import { Imports } from './imports.js';
import { ImportsController } from './imports.controller.js';
import { Setup } from './setup.js';
import { SetupController } from './setup.controller.js';
import { Uploads } from './uploads.js';

/** What a city brings along from the system it had before. */
@Module({
  imports: [CasesModule],
  controllers: [ImportsController, SetupController],
  providers: [Uploads, ImportStore, ImportQueries, Imports, ImportJobs, CaseLines, CaseBatches, ImportRunner, Setup],
  exports: [ImportRunner],
})
export class ImportsModule {}
