import { type DynamicModule, Global, Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { type KeyRing, Keys, SealedKeys } from './crypto.js';
import { Db } from './db.js';
import { Idempotency } from './idempotency.js';
import { Log } from './log.js';

/** What every feature may ask for: settings, time, keys, the database door, the log. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, { keys, sealed }: KeyRing): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Keys, useValue: keys },
        { provide: SealedKeys, useValue: sealed },
        { provide: Clock, useFactory: () => new Clock(config.clock) },
        { provide: Log, useFactory: () => new Log() },
        {
          provide: Db,
          inject: [getDataSourceToken(), getDataSourceToken('reader')],
          useFactory: (writer: DataSource, reader: DataSource) => new Db(writer, reader),
        },
        Idempotency,
      ],
      exports: [CONFIG, Keys, SealedKeys, Clock, Log, Db, Idempotency],
    };
  }
}
