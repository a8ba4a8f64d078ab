import { Code, Flag, MaybeShown, Shaped, Shown, Text, Texts, Words } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

const DAY = /^\d{4}-\d\d-\d\d$/;

export class MatterCardListQuery extends PageQuery {
  @Words(100, { optional: true, description: 'Words of the title or of the papers' }) q?: string;
  @Code(32, { optional: true }) departmentCode?: string;
}
export class MatterCardInput {
  @Text(120) title!: string;
  @Text(200) titleEn!: string;
  @Code(32) departmentCode!: string;
  @Texts(20, 200, { description: 'What to bring' }) papers!: string[];
  @Texts(12, 200, { description: 'One after the other' }) steps!: string[];
  @Text(200, { description: 'How long it takes' }) limitText!: string;
  @Text(200, { description: 'What it costs' }) fee!: string;
  @Text(200) place!: string;
  @Text(64) phone!: string;
  @Text(500, { optional: true }) basis?: string;
  @Shaped(DAY, 10) validFrom!: string;
  @Shaped(DAY, 10, { optional: true }) validTo?: string;
  @Flag({ description: 'Published to everybody' }) open!: boolean;
}
export class NewMatterCardInput extends MatterCardInput {
  @Code(16) id!: string;
}
export class MatterCardView {
  @Shown() id!: string;
  @Shown() title!: string;
  @Shown() titleEn!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @Shown({ type: String, isArray: true }) papers!: string[];
  @Shown({ type: String, isArray: true }) steps!: string[];
  @Shown() limitText!: string;
  @Shown() fee!: string;
  @Shown() place!: string;
  @Shown() phone!: string;
  @MaybeShown() basis?: string;
  @Shown() validFrom!: string;
  @MaybeShown() validTo?: string;
  @Shown() open!: boolean;
  @Shown({ format: 'date-time' }) updatedAt!: string;
}
export class MatterCardPage implements Page<MatterCardView> {
  @Shown({ type: MatterCardView, isArray: true }) items!: MatterCardView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
