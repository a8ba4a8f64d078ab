import { MaybeShown, Shown } from './platform/http/fields.js';
import { SelfTestStandView } from './self-tests/self-test.dto.js';

export class JobView {
  @Shown() name!: string;
  @Shown() everySeconds!: number;
  @MaybeShown({ format: 'date-time' }) endedAt?: string;
  @MaybeShown({ type: 'integer' }) tookMs?: number;
  @Shown() runs!: number;
  @Shown() failures!: number;
  @MaybeShown({ description: 'Kind of the last run’s error; absent when it went well' }) error?: string;
  @Shown() late!: boolean;
}
export class QueueView {
  @Shown({ enum: ['notices', 'webhooks', 'imports', 'exports', 'recordings'] }) name!: string;
  @Shown() waiting!: number;
  @Shown({ description: 'Given up; somebody has to look' }) dead!: number;
}
export class LogStateView {
  @Shown() head!: number;
  @MaybeShown() checkpointNumber?: number;
  @MaybeShown({ format: 'date-time' }) checkpointAt?: string;
}
export class MachineLightView {
  @Shown({ enum: ['green', 'amber', 'red'] }) light!: string;
  @Shown({ type: [String] }) ailments!: string[];
}
/** The machine as this process sees it. */
export class MachineView {
  @Shown({ enum: ['green', 'amber', 'red'] }) light!: string;
  @Shown({ type: [String] }) ailments!: string[];
  @Shown({ format: 'date-time', description: 'Start of the process, by the machine’s clock' }) bootedAt!: string;
  @Shown({ format: 'date-time', description: 'By the machine’s clock' }) at!: string;
  @Shown() process!: number;
  @Shown() version!: string;
  @Shown() engine!: string;
  @MaybeShown({ description: 'Absent: no answer within 2 s' }) databaseMs?: number;
  @MaybeShown({ description: 'Only where there is a replica that answers' }) replicaMs?: number;
  @MaybeShown({ type: 'integer', description: 'Age of the oldest event that the replica lacks, in milliseconds; 0: it has all' })
  replicaBehindMs?: number;
  @Shown({ description: 'Whether reads go to a replica' }) hasReplica!: boolean;
  @Shown() diskFree!: number;
  @Shown() diskTotal!: number;
  @Shown() memory!: number;
  @Shown() sockets!: number;
  @Shown({ type: LogStateView }) log!: LogStateView;
  @Shown({ type: QueueView, isArray: true }) queues!: QueueView[];
  @Shown({ type: SelfTestStandView, isArray: true }) selfTests!: SelfTestStandView[];
  @Shown({ type: JobView, isArray: true }) jobs!: JobView[];
}
