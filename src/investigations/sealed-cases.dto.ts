import { Code, Shown } from '../platform/http/fields.js';
import type { Page } from '../platform/http/paging.js';
import { NamedPerson } from './investigation.views.js';

/** A sealed case as the commissioner knows it: its number and who reads it. */
export class SealedCaseLine {
  @Shown() caseNumber!: string;
  @Shown({ format: 'date-time' }) receivedAt!: string;
  @Shown({ type: NamedPerson, isArray: true }) readers!: NamedPerson[];
}
export class SealedCasePage implements Page<SealedCaseLine> {
  @Shown({ type: SealedCaseLine, isArray: true }) items!: SealedCaseLine[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}
export class ReaderInput {
  @Code(64, { description: 'An inspector' }) username!: string;
}
