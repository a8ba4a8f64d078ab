import { Module } from '@nestjs/common';
import { Fees } from './fees.js';
import { FeesController } from './fees.controller.js';
import { KnowledgeController } from './knowledge.controller.js';
import { MatterCards } from './matter-cards.js';
import { MatterCardsController } from './matter-cards.controller.js';

@Module({ controllers: [KnowledgeController, FeesController, MatterCardsController], providers: [Fees, MatterCards], exports: [Fees] })
export class KnowledgeModule {}
