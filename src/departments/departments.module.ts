import { Global, Module } from '@nestjs/common';
import { Behaviours } from './behaviours.js';
import { BehavioursController } from './behaviours.controller.js';
import { DepartmentsController } from './departments.controller.js';
import { OrganisationController } from './organisation.controller.js';
import { Organisation } from './organisation.js';
import { OrganisationQueries } from './organisation.queries.js';
import { RecusalsController } from './recusals.controller.js';
import { Recusals } from './recusals.js';
import { Reference } from './reference.js';

@Global()
@Module({
  controllers: [DepartmentsController, BehavioursController, OrganisationController, RecusalsController],
  providers: [Reference, Behaviours, Organisation, OrganisationQueries, Recusals],
  exports: [Reference],
})
export class DepartmentsModule {}
