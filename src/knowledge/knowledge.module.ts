import { Module } from '@nestjs/common';
import { Fees } from './fees.js';
import { FeesController } from './fees.controller.js';
import { KnowledgeController } from './knowledge.controller.js';

@Module({ controllers: [KnowledgeController, FeesController], providers: [Fees], exports: [Fees] })
export class KnowledgeModule {}
