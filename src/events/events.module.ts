import { Global, Module } from '@nestjs/common';
import { Checkpoints } from './checkpoints.js';
import { EventLog } from './event-log.js';
import { RunningNumbers } from './running-numbers.js';
import { Tail } from './tail.js';

@Global()
@Module({ providers: [EventLog, RunningNumbers, Tail, Checkpoints], exports: [EventLog, RunningNumbers, Tail, Checkpoints] })
export class EventsModule {}
