import { RELATIONS } from '../domain/investigation-words.js';
import { Choice, Code, MaybeShown, Shown, Text } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';

export class RecusalListQuery extends PageQuery {
  @Code(64, { optional: true }) username?: string;
  @Code(32, { optional: true }) departmentCode?: string;
}

/** A conflict of interest between a person and a department. */
export class RecusalInput {
  @Code(64, { optional: true, description: 'Whose; absent: one’s own. Another’s only by the commissioner' }) username?: string;
  @Code(32) departmentCode!: string;
  @Choice(RELATIONS) relation!: string;
  @Text(60, { optional: true, description: 'Name of the relative there' }) relative?: string;
  @Text(200) reason!: string;
}

export class RecusalView {
  @Shown() username!: string;
  @Shown() name!: string;
  @Shown() departmentCode!: string;
  @Shown() departmentName!: string;
  @MaybeShown({ enum: RELATIONS }) relation?: string;
  @MaybeShown() relative?: string;
  @Shown() reason!: string;
  @MaybeShown({ description: 'Account that noted it' }) declaredBy?: string;
  @MaybeShown({ format: 'date-time' }) at?: string;
}

export class RecusalPage implements Page<RecusalView> {
  @Shown({ type: RecusalView, isArray: true }) items!: RecusalView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
