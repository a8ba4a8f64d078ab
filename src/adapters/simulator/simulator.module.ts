import { Module } from '@nestjs/common';
import { DemoCarrier } from './demo-carrier.js';
import { SimulatorController } from './simulator.controller.js';

@Module({ controllers: [SimulatorController], providers: [DemoCarrier] })
export class SimulatorModule {}
