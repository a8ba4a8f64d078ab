import { Global, Module } from '@nestjs/common';
import { EventLog } from './event-log.js';
import { Tail } from './tail.js';

@Global()
@Module({ providers: [EventLog, Tail], exports: [EventLog, Tail] })
export class EventsModule {}
