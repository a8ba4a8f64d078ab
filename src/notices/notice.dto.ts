import { Choice, Code, MaybeShown, Shown } from '../platform/http/fields.js';
import { type Page, PageQuery } from '../platform/http/paging.js';
import { NOTICE_CHANNELS } from './messenger.js';
import { NOTICE_STATES } from './notice-life.js';

export const NOTICE_ACTIONS = ['retry', 'cancel'] as const;

export class NoticeListQuery extends PageQuery {
  @Choice(NOTICE_STATES, { optional: true }) state?: string;
  @Code(14, { optional: true }) caseNumber?: string;
}

/** A message and what became of it; the recipient is masked for everybody. Administrators see no case number. */
export class NoticeView {
  @Shown() id!: string;
  @Shown({ enum: NOTICE_CHANNELS }) channel!: string;
  @Shown({ description: 'Name of the template in config/notices.json' }) template!: string;
  @MaybeShown() caseNumber?: string;
  @Shown({ description: 'Masked' }) recipient!: string;
  @Shown({ enum: NOTICE_STATES }) state!: string;
  @MaybeShown({ description: 'Why it was not sent, e.g. outcome-unknown, bad-number, not-configured' }) error?: string;
  @Shown() attempts!: number;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @MaybeShown({ format: 'date-time', description: 'When it is tried next' }) nextAt?: string;
  @MaybeShown({ format: 'date-time' }) sentAt?: string;
  @Shown({ enum: NOTICE_ACTIONS, isArray: true }) actions!: string[];
}

export class NoticePage implements Page<NoticeView> {
  @Shown({ type: NoticeView, isArray: true }) items!: NoticeView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
