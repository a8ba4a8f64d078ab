import { Global, Module } from '@nestjs/common';
import { Behaviours } from './behaviours.js';
import { BehavioursController } from './behaviours.controller.js';
import { DepartmentsController } from './departments.controller.js';
import { Reference } from './reference.js';

@Global()
@Module({ controllers: [DepartmentsController, BehavioursController], providers: [Reference, Behaviours], exports: [Reference] })
export class DepartmentsModule {}
