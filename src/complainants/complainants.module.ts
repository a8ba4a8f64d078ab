import { Module } from '@nestjs/common';
import { Identities } from './identities.js';

@Module({ providers: [Identities], exports: [Identities] })
export class ComplainantsModule {}
