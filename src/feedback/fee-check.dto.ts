import { FEE_VERDICTS, type FeeVerdict } from '../domain/fee-check.js';
import { FeeCheckView, PublishedFee } from '../knowledge/fee.dto.js';
import { Choice, Code, MaybeShown, Shown } from '../platform/http/fields.js';

/** What the hotline found; every verdict but 目录外 names its entry. */
export class FeeFindingInput {
  @Choice(FEE_VERDICTS) verdict!: FeeVerdict;
  @Code(16, { optional: true }) feeCode?: string;
}

export class FeeFindingView {
  @Shown({ enum: FEE_VERDICTS }) verdict!: FeeVerdict;
  @MaybeShown({ type: PublishedFee }) fee?: PublishedFee;
  @MaybeShown({ description: 'Yuan' }) amount?: number;
  @Shown({ format: 'date-time' }) at!: string;
  @MaybeShown() by?: string;
}

/** What the register says of this case, and what was found. */
export class CaseFeeCheckView extends FeeCheckView {
  @MaybeShown({ type: FeeFindingView }) finding?: FeeFindingView;
}
