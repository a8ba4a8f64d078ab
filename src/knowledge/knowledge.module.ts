import { Module } from '@nestjs/common';
import { ArticleQueries } from './article.queries.js';
import { ArticleSearch } from './article-search.js';
import { Articles } from './articles.js';
import { Fees } from './fees.js';
import { FeesController } from './fees.controller.js';
import { KnowledgeController, PublicKnowledgeController } from './knowledge.controller.js';
import { MatterCards } from './matter-cards.js';
import { MatterCardsController } from './matter-cards.controller.js';
import { PublicArticles } from './public-articles.js';

@Module({
  controllers: [KnowledgeController, PublicKnowledgeController, FeesController, MatterCardsController],
  providers: [Articles, ArticleQueries, ArticleSearch, PublicArticles, Fees, MatterCards],
  exports: [Fees, PublicArticles, ArticleSearch],
})
export class KnowledgeModule {}
