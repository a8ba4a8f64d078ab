import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { ComplainantsModule } from '../complainants/complainants.module.js';
import { Open311Clients } from './clients.js';
import { Open311ClientsController } from './clients.controller.js';
import { Filings } from './filings.js';
import { GeoReportController } from './georeport.controller.js';
import { Requests } from './requests.js';
import { Services } from './services.js';

/** The Open311 standard beside the own API. */
@Module({
  imports: [CasesModule, ComplainantsModule],
  controllers: [GeoReportController, Open311ClientsController],
  providers: [Open311Clients, Services, Filings, Requests],
})
export class Open311Module {}
