import { MaybeShown, Shown } from '../platform/http/fields.js';

/** Where a complaint about the commission's own head belongs. */
export class Addressee {
  @Shown() name!: string;
  @MaybeShown() nameEn?: string;
  @Shown() address!: string;
  @MaybeShown() addressEn?: string;
  @Shown() phone!: string;
}

/** A complaint that is not kept here: a number without content, and where to go. */
export class NotKeptReceipt {
  @Shown({ enum: [false] }) kept!: false;
  @Shown({ example: 'H000012' }) receiptNumber!: string;
  @Shown() addressee!: Addressee;
}
