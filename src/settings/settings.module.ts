import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { Categories } from './categories.js';
import { LimitPreview } from './limit-preview.js';
import { RetentionPreview } from './retention-preview.js';
import { RoutingPreview } from './routing-preview.js';
import { RuleChecking } from './rule-checking.js';
import { RuleDrafts } from './rule-drafts.js';
import { RulePreviews } from './rule-previews.js';
import { RuleQueries } from './rule-queries.js';
import { RuleStore } from './rule-store.js';
import { TextPreview } from './text-preview.js';
import { Rules } from './rules.js';
import { RulesController } from './rules.controller.js';

/** The rules a city changes by itself. */
@Module({
  imports: [CasesModule, WebhooksModule],
  controllers: [RulesController],
  providers: [
    RuleStore,
    RuleQueries,
    RuleChecking,
    Categories,
    Rules,
    LimitPreview,
    RetentionPreview,
    RoutingPreview,
    TextPreview,
    RuleDrafts,
    RulePreviews,
  ],
  exports: [Categories, RuleQueries],
})
export class SettingsModule {}
