import {
  CHANNELS,
  ENTERPRISE_SIZES,
  KINDS,
  ORIGINS,
  URGENCIES,
  type Channel,
  type EnterpriseSize,
  type Kind,
  type Origin,
  type Urgency,
} from '../domain/vocabulary.js';
import { At, Choice, Code, Codes, Flag, Mail, MaybeShown, Nested, Shown, Text, Whole, Yuan } from '../platform/http/fields.js';

/** Who complains; everything may be left out, then the case is anonymous. */
export class ComplainantInput {
  @Text(60, { optional: true }) name?: string;
  @Text(30, { optional: true }) phone?: string;
  @Mail({ optional: true }) email?: string;
  @Text(20, { optional: true }) idNumber?: string;
  @Text(200, { optional: true }) address?: string;
  @Text(120, { optional: true }) organisation?: string;
  @Text(18, { optional: true, description: 'Unified social credit code; a wrong check digit warns and never blocks' }) uscc?: string;
  @Flag({ optional: true }) anonymous?: boolean;
}

/** The public form. Source: domain text, section 11. */
export class ComplaintInput {
  @Choice(KINDS) kind!: Kind;
  @Text(120, { optional: true }) title?: string;
  @Text(10_000) description!: string;
  @Code(16, { optional: true }) categoryCode?: string;
  @Code(32, { optional: true }) accusedDepartmentCode?: string;
  @At({ optional: true }) occurredAt?: string;
  @Text(64, { optional: true }) region?: string;
  @Text(200, { optional: true, description: 'Place of the matter' }) address?: string;
  @Yuan({ optional: true, description: 'Yuan' }) amountInvolved?: number;
  @Whole(0, 1000, { optional: true, description: 'How many times the complainant had to come' }) visits?: number;
  @Flag({ optional: true, description: 'Whether a legal basis was shown' }) basisShown?: boolean;
  @Flag({ optional: true, description: 'Whether a receipt was given' }) receiptGiven?: boolean;
  @Text(60, { optional: true, description: 'An official accused by name; a report that names one is sealed' }) namedOfficial?: string;
  @Flag({ optional: true, description: 'About the head of the commission itself: nothing is kept, the answer is a NotKeptReceipt' })
  aboutCommissionHead?: boolean;
  @Choice(ENTERPRISE_SIZES, { optional: true }) size?: EnterpriseSize;
  @Choice(ORIGINS, { optional: true }) origin?: Origin;
  @Nested(() => ComplainantInput, { optional: true }) complainant?: ComplainantInput;
  @Flag({ optional: true, description: 'The complainant agrees to be named to the department' }) consentToBeNamed?: boolean;
}

/** What the operator proposes to the dispatcher. */
export class DispatchHint {
  @Code(32) lead!: string;
  @Codes(10, { optional: true }) assists?: string[];
  @Text(4000, { optional: true }) summary?: string;
}

/** The operator's form. */
export class RegistrationInput extends ComplaintInput {
  @Choice(CHANNELS) channel!: Channel;
  @Choice(URGENCIES) urgency!: Urgency;
  @Code(64, { optional: true }) callId?: string;
  @Flag({ optional: true, description: 'Major project on the green channel' }) project?: boolean;
  @Code(16, { optional: true, description: 'The project it is about; without one the list is asked' }) projectCode?: string;
  @Codes(10, { optional: true, description: 'Behaviours of the catalogue that the matter shows' }) behaviourCodes?: string[];
  @Nested(() => DispatchHint, { optional: true }) dispatch?: DispatchHint;
}

/** Something that was taken all the same but may be wrong. */
export class Warning {
  @Shown() field!: string;
  @Shown() code!: string;
}

/** The only time the tracking code is shown. */
export class IntakeReceipt {
  @Shown({ example: '20261123000042' }) caseNumber!: string;
  @Shown({ description: '20 digits; keep it, only a hash is stored', example: '01234567890123456789' }) trackingCode!: string;
  @MaybeShown({ type: Warning, isArray: true }) warnings?: Warning[];
}
