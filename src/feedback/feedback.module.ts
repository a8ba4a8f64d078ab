import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { KnowledgeModule } from '../knowledge/knowledge.module.js';
import { FeeChecks } from './fee-checks.js';
import { FeeChecksController } from './fee-checks.controller.js';

@Module({
  imports: [CasesModule, KnowledgeModule],
  controllers: [FeeChecksController],
  providers: [FeeChecks],
})
export class FeedbackModule {}
