import { Whatever } from '../platform/http/fields.js';

/** A value; what it may be depends on its name (`src/domain/preferences.ts`). */
export class PreferenceInput {
  @Whatever({ description: 'At most 4096 characters as JSON' }) value!: unknown;
}
