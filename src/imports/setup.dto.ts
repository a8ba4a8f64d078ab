import { PasswordLinkView } from '../staff/account.dto.js';
import { Shown } from '../platform/http/fields.js';

export class SetupFaultView {
  @Shown({ description: 'As a spreadsheet counts; the headings are line 1' }) line!: number;
  @Shown() column!: string;
  @Shown({ example: 'separated-powers' }) code!: string;
}

/** What came of a list of departments or accounts. */
export class SetupView {
  @Shown() dryRun!: boolean;
  @Shown() lines!: number;
  @Shown() added!: number;
  @Shown({ type: Number, isArray: true, description: 'Lines of what is there already; it stays as it is' }) known!: number[];
  @Shown({ type: SetupFaultView, isArray: true }) bad!: SetupFaultView[];
  @Shown({ type: PasswordLinkView, isArray: true, description: 'One for each new account, shown this once' }) links!: PasswordLinkView[];
}
