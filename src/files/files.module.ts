import { Module } from '@nestjs/common';
import { Orphans } from './orphans.js';

@Module({ providers: [Orphans], exports: [Orphans] })
export class FilesModule {}
