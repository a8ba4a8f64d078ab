import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { LiveGateway } from './live.gateway.js';

@Module({ imports: [CasesModule], providers: [LiveGateway], exports: [LiveGateway] })
export class LiveModule {}
