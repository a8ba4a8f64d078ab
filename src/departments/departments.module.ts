import { Global, Module } from '@nestjs/common';
import { DepartmentsController } from './departments.controller.js';
import { Reference } from './reference.js';

@Global()
@Module({ controllers: [DepartmentsController], providers: [Reference], exports: [Reference] })
export class DepartmentsModule {}
