import { Entity } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn } from '../platform/columns.js';

/** What a reader keeps of the console under a name of `src/domain/preferences.ts`; `value` is JSON. */
@Entity('preferences')
export class Preference {
  @KeyColumn() username!: string;
  @KeyColumn() name!: string;
  @TextColumn() value!: string;
  @InstantColumn() updatedAt!: number;
}
