import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AuditController } from './audit.controller.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

@Global()
@Module({
  controllers: [SessionController, AuditController],
  providers: [Sessions, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Sessions],
})
export class StaffModule {}
