import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DiskModule } from './adapters/disk/disk.module.js';
import { MailModule } from './adapters/mail/mail.module.js';
import { SmsModule } from './adapters/sms/sms.module.js';
import { AssessmentModule } from './assessment/assessment.module.js';
import { CalendarModule } from './calendar/calendar.module.js';
import { SimulatorModule } from './adapters/simulator/simulator.module.js';
import { TwilioModule } from './adapters/twilio/twilio.module.js';
import { CallsModule } from './calls/calls.module.js';
import { CasesModule } from './cases/cases.module.js';
import { LimitOutlookModule } from './cases/limit-outlook.js';
import { OpenWorkModule } from './cases/open-work.js';
import { DepartmentsModule } from './departments/departments.module.js';
import { EventsModule } from './events/events.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { FilesModule } from './files/files.module.js';
import { HealthController } from './health.controller.js';
import { HomeModule } from './home/home.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { InvestigationsModule } from './investigations/investigations.module.js';
import { JobBook } from './jobs.js';
import { KnowledgeModule } from './knowledge/knowledge.module.js';
import { LiveModule } from './live/live.module.js';
import { MachineController } from './machine.controller.js';
import { Machine } from './machine.js';
import { MetaController } from './meta.controller.js';
import { Open311Module } from './open311/open311.module.js';
import { PlainModule } from './plain/plain.module.js';
import { NoticesModule } from './notices/notices.module.js';
import type { Config } from './platform/config.js';
import type { KeyRing } from './platform/crypto.js';
import { PlatformModule } from './platform/platform.module.js';
import { Probe } from './probe.js';
import { PublicityModule } from './publicity/publicity.module.js';
import { Schedule } from './schedule.js';
import { SelfTestsModule } from './self-tests/self-tests.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { StaffModule } from './staff/staff.module.js';
import { SupervisionModule } from './supervision/supervision.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';

/** Databases that are open and migrated already. */
export interface Sources {
  writer: DataSource;
  reader: DataSource;
}

const opened = (source: DataSource, name?: string): DynamicModule =>
  TypeOrmModule.forRootAsync({
    ...(name ? { name } : {}),
    useFactory: () => source.options,
    dataSourceFactory: () => Promise.resolve(source),
  });

@Module({})
export class AppModule {
  static with(config: Config, ring: KeyRing, { writer, reader }: Sources): DynamicModule {
    return {
      module: AppModule,
      imports: [
        opened(writer),
        opened(reader, 'reader'),
        PlatformModule.with(config, ring),
        EventsModule,
        StaffModule,
        DepartmentsModule,
        CalendarModule,
        KnowledgeModule,
        FilesModule,
        CasesModule,
        OpenWorkModule,
        LimitOutlookModule,
        CallsModule,
        NoticesModule,
        FeedbackModule,
        SupervisionModule,
        InvestigationsModule,
        AssessmentModule,
        StatisticsModule,
        PublicityModule,
        Open311Module,
        PlainModule,
        SettingsModule,
        ImportsModule,
        WebhooksModule,
        HomeModule,
        SelfTestsModule,
        LiveModule,
        DiskModule,
        SmsModule,
        MailModule,
        TwilioModule,
        SimulatorModule,
      ],
      controllers: [HealthController, MachineController, MetaController],
      providers: [JobBook, Machine, Probe, Schedule],
    };
  }
}
