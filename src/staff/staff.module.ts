import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Accounts } from './accounts.js';
import { AccountsController } from './accounts.controller.js';
import { AuditController } from './audit.controller.js';
import { OwnAccount } from './own-account.js';
import { OwnAccountController } from './own-account.controller.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyProofs } from './passkey-proofs.js';
import { PasskeysController } from './passkeys.controller.js';
import { Passkeys } from './passkeys.js';
import { Passwords } from './passwords.js';
import { PreferencesController } from './preferences.controller.js';
import { Preferences } from './preferences.js';
import { SecondFactors } from './second-factors.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

@Global()
@Module({
  controllers: [SessionController, AuditController, AccountsController, OwnAccountController, PasskeysController, PreferencesController],
  providers: [
    Sessions,
    SecondFactors,
    OwnAccount,
    Accounts,
    Passwords,
    Passkeys,
    PasskeyProofs,
    PasskeyChallenges,
    Preferences,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Sessions, Accounts],
})
export class StaffModule {}
