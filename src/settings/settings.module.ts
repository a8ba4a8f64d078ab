import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { Categories } from './categories.js';
import { LimitPreview } from './limit-preview.js';
import { RoutingPreview } from './routing-preview.js';
import { RulePreviews } from './rule-previews.js';
import { RuleStore } from './rule-store.js';
import { Rules } from './rules.js';
import { RulesController } from './rules.controller.js';

/** The rules a city changes by itself. */
@Module({
  imports: [CasesModule],
  controllers: [RulesController],
  providers: [RuleStore, Categories, Rules, LimitPreview, RoutingPreview, RulePreviews],
  exports: [Categories, Rules],
})
export class SettingsModule {}
