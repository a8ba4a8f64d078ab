import { PageQuery } from '../platform/http/paging.js';
import { MaybeShown, Shown, Text } from '../platform/http/fields.js';

export class Open311ClientQuery extends PageQuery {}

/** A system that wants to file cases. */
export class Open311ClientInput {
  @Text(120, { description: 'What the system is called, and whose it is' }) name!: string;
  @Text(200, { optional: true, description: 'Office to ask when something is wrong; no private number' }) contact?: string;
}

export class Open311ClientView {
  @Shown() id!: string;
  @Shown() name!: string;
  @MaybeShown() contact?: string;
  @Shown({ enum: ['active', 'revoked'] }) state!: 'active' | 'revoked';
  @Shown({ format: 'date-time' }) createdAt!: string;
  @Shown() createdBy!: string;
  @MaybeShown({ format: 'date-time', description: 'When it last filed a case' }) usedAt?: string;
  @MaybeShown({ format: 'date-time' }) revokedAt?: string;
}

export class Open311ClientPage {
  @Shown({ type: Open311ClientView, isArray: true }) items!: Open311ClientView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** The only time the key is shown. */
export class IssuedOpen311Client extends Open311ClientView {
  @Shown({ description: 'Sent as `api_key`; keep it, only a hash is stored' }) apiKey!: string;
}
