import { Inject, Injectable } from '@nestjs/common';
import twilio from 'twilio';
import { LineCheck, type LineTest } from '../../calls/line-check.js';
import { telephoneSettings } from '../../calls/settings.js';
import { PASS_HEADER } from '../../cases/rehearsals.js';
import type { SelfTestStep } from '../../domain/self-tests.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { step, StepFailed } from '../../self-tests/steps.js';
import { ACCOUNT, type Account, clientOf } from './account.js';
import { addressesOf } from './addresses.js';
import { documentOf } from './documents.js';

/** A number that nobody has; the call it seems to make is undone. */
const NOBODY = '+861000000000';
const LEG = `CA${'0'.repeat(32)}`;
/** Keys of the usual kind may not read the account itself. */
const NOT_FOR_THIS_KEY = [401, 403];

/**
 * Tests the line without a person: whether the carrier's account and number stand as they must, and whether our webhook, asked at the
 * address the carrier uses and signed as it signs, refuses a forged call and greets a true one. Whether sound comes through needs a human ear.
 */
@Injectable()
export class TwilioLineCheck extends LineCheck {
  private readonly settings = telephoneSettings();

  constructor(
    @Inject(ACCOUNT) private readonly account: Account,
    @Inject(CONFIG) private readonly config: Pick<Config, 'telephony'>,
  ) {
    super();
  }

  override async run(test: LineTest): Promise<SelfTestStep[]> {
    return [
      await this.accountStands(),
      await this.numberStands(),
      await step('webhook-refuses', () => this.refusesForgery(test)),
      await step('webhook-greets', () => this.greets(test)),
      { name: 'sound', outcome: 'not-tested', reason: 'needs-a-person' },
    ];
  }

  private async accountStands(): Promise<SelfTestStep> {
    if (this.config.telephony !== 'twilio') return { name: 'account', outcome: 'not-tested', reason: 'simulator' };
    const found = await step('account', async () => {
      const { status } = await asked(() => clientOf(this.account).api.v2010.accounts(this.account.accountSid).fetch());
      if (status !== 'active') throw new StepFailed(`account-${status}`);
    });
    return NOT_FOR_THIS_KEY.some((status) => found.reason === `status-${status}`)
      ? { name: 'account', outcome: 'not-tested', reason: 'not-for-this-key' }
      : found;
  }

  private async numberStands(): Promise<SelfTestStep> {
    if (this.config.telephony !== 'twilio') return { name: 'number', outcome: 'not-tested', reason: 'simulator' };
    return step('number', async () => {
      const { number: phoneNumber } = this.account;
      const [number] = await asked(() => clientOf(this.account).incomingPhoneNumbers.list({ phoneNumber, limit: 1 }));
      if (!number) throw new StepFailed('no-such-number');
      if (number.voiceUrl !== addressesOf(this.account)('voice')) throw new StepFailed('points-elsewhere');
    });
  }

  private async refusesForgery(test: LineTest): Promise<void> {
    const { status } = await this.call(test, 'forged');
    if (status !== 403) throw new StepFailed(`status-${status}`);
  }

  private async greets(test: LineTest): Promise<void> {
    const url = addressesOf(this.account)('voice');
    const signature = twilio.getExpectedTwilioSignature(this.account.authTokens[0], url, this.parameters());
    const { status, text } = await this.call(test, signature, await test.pass());
    if (status !== 200) throw new StepFailed(`status-${status}`);
    const writing = { settings: this.settings, addressOf: addressesOf(this.account) };
    if (text !== documentOf({ say: 'menu' }, writing, '')) throw new StepFailed('no-greeting');
  }

  private parameters(): Record<string, string> {
    const { accountSid, number } = this.account;
    return { AccountSid: accountSid, CallSid: LEG, From: NOBODY, To: number, CallStatus: 'ringing' };
  }

  private async call({ answerMs, signal }: LineTest, signature: string, pass?: string): Promise<{ status: number; text: string }> {
    const response = await fetch(addressesOf(this.account)('voice'), {
      method: 'POST',
      headers: { 'x-twilio-signature': signature, ...(pass === undefined ? {} : { [PASS_HEADER]: pass }) },
      body: new URLSearchParams(this.parameters()),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    });
    return { status: response.status, text: await response.text() };
  }
}

/** Turns a refusal of the carrier's API into its status. */
async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = (error as { status?: unknown }).status;
    throw typeof status === 'number' ? new StepFailed(`status-${status}`) : error;
  }
}
