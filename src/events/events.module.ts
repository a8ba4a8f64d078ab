import { Global, Module } from '@nestjs/common';
import { Checkpoints } from './checkpoints.js';
import { EventLog } from './event-log.js';
import { Tail } from './tail.js';

@Global()
@Module({ providers: [EventLog, Tail, Checkpoints], exports: [EventLog, Tail, Checkpoints] })
export class EventsModule {}
