import { MaybeShown, Shown } from '../platform/http/fields.js';

export class DepartmentView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @MaybeShown({ type: String, nullable: true }) parentCode?: string | null;
  @Shown() kind!: string;
  @MaybeShown({ description: 'The telephone of its office' }) phone?: string;
  @MaybeShown({ description: 'When its doors are open, in words; limits count by the city’s duty hours' }) hours?: string;
}

export class CategoryView {
  @Shown() code!: string;
  @Shown() name!: string;
  @Shown() nameEn!: string;
  @MaybeShown({ description: 'One sentence for the complainant' }) help?: string;
  @MaybeShown() helpEn?: string;
  @MaybeShown({ description: 'Accusations never go to the accused department' }) accusation?: boolean;
  @MaybeShown({ description: 'Goes to the commission sealed' }) sealed?: boolean;
  @MaybeShown() complex?: boolean;
  @MaybeShown({ description: 'Ask for the amount' }) amount?: boolean;
  @MaybeShown({ description: 'Ask whether a legal basis was shown' }) basis?: boolean;
  @MaybeShown({ description: 'Ask whether a receipt was given' }) receipt?: boolean;
  @MaybeShown({ description: 'Kept for the cases that carry it, offered no more' }) retired?: boolean;
  @Shown({ type: () => CategoryView, isArray: true }) children!: CategoryView[];
}
