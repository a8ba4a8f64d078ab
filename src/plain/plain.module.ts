import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Catalogue } from './catalogue.js';
import { PlainController } from './plain.controller.js';

/** The public form and tracking for a browser without a script. */
@Module({ imports: [CasesModule], controllers: [PlainController], providers: [Catalogue] })
export class PlainModule {}
