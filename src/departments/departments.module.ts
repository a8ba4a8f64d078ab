import { Global, Module } from '@nestjs/common';
import { Behaviours } from './behaviours.js';
import { BehavioursController } from './behaviours.controller.js';
import { DepartmentsController } from './departments.controller.js';
import { RecusalsController } from './recusals.controller.js';
import { Recusals } from './recusals.js';
import { Reference } from './reference.js';

@Global()
@Module({
  controllers: [DepartmentsController, BehavioursController, RecusalsController],
  providers: [Reference, Behaviours, Recusals],
  exports: [Reference],
})
export class DepartmentsModule {}
