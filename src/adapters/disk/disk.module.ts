import { Global, Module } from '@nestjs/common';
import { FileStore } from '../../files/file-store.js';
import { DiskStore } from './disk-store.js';

@Global()
@Module({ providers: [{ provide: FileStore, useClass: DiskStore }], exports: [FileStore] })
export class DiskModule {}
