import { IMPORT_FIELDS, VALUE_FIELDS, type ImportField, type ValueField } from '../domain/import-columns.js';
import { IMPORT_ACTIONS, IMPORT_STATES } from '../domain/import-life.js';
import { Choice, Code, ListOf, MaybeShown, Shown, Text, Whole } from '../platform/http/fields.js';
import type { Page } from '../platform/http/paging.js';

/** Which heading holds a field. */
export class ColumnChoice {
  @Choice(IMPORT_FIELDS) field!: ImportField;
  @Text(200) heading!: string;
}

/** Which of our codes a word of the other system means. */
export class ValueChoice {
  @Choice(VALUE_FIELDS) field!: ValueField;
  @Text(80) word!: string;
  @Code(64) code!: string;
}

/** How the file is read from now on; with a name it is kept for later files, over what had that name. */
export class MappingInput {
  @Whole(1, 1_000_000) version!: number;
  @ListOf(() => ColumnChoice, 40) columns!: ColumnChoice[];
  @ListOf(() => ValueChoice, 400) values!: ValueChoice[];
  @Text(64, { optional: true }) saveAs?: string;
}

export class ImportCommand {
  @Whole(1, 1_000_000) version!: number;
}

export class ColumnView {
  @Shown({ enum: IMPORT_FIELDS }) field!: string;
  @Shown() heading!: string;
}
export class ValueView {
  @Shown({ enum: VALUE_FIELDS }) field!: string;
  @Shown() word!: string;
  @Shown() code!: string;
}
export class UnknownWordView {
  @Shown({ enum: VALUE_FIELDS }) field!: string;
  @Shown() word!: string;
  @Shown({ description: 'How often it stands in the file' }) count!: number;
}
export class ImporterView {
  @Shown() username!: string;
  @Shown() name!: string;
}

/** An import in a list. */
export class ImportLineView {
  @Shown() id!: string;
  @Shown({ example: 'I2026-0001' }) number!: string;
  @Shown({ description: 'The system the cases come from' }) source!: string;
  @Shown() fileName!: string;
  @Shown({ enum: ['csv', 'xlsx'] }) format!: string;
  @Shown() bytes!: number;
  @Shown({ enum: IMPORT_STATES }) state!: string;
  @Shown() version!: number;
  @Shown({ type: ImporterView }) by!: ImporterView;
  @Shown({ format: 'date-time' }) createdAt!: string;
  @MaybeShown({ format: 'date-time' }) startedAt?: string;
  @MaybeShown({ format: 'date-time' }) endedAt?: string;
  @MaybeShown({ description: 'Lines of the file, once it was read to its end' }) total?: number;
  @Shown({ description: 'Lines done in the present pass' }) position!: number;
  @Shown({ description: 'Lines that can be taken over, or were' }) good!: number;
  @Shown() bad!: number;
  @Shown({ description: 'Lines whose case is here already' }) known!: number;
  @Shown({ description: 'Cases taken over so far' }) added!: number;
  @MaybeShown({ description: 'Why it was given up' }) error?: string;
  @Shown({ enum: IMPORT_ACTIONS, isArray: true }) actions!: string[];
}

/** An import with the way its columns are read. */
export class ImportView extends ImportLineView {
  @Shown({ type: String, isArray: true }) heads!: string[];
  @Shown({ type: ColumnView, isArray: true }) columns!: ColumnView[];
  @Shown({ type: ValueView, isArray: true }) values!: ValueView[];
  @Shown({ type: UnknownWordView, isArray: true }) unknown!: UnknownWordView[];
  @Shown({ enum: IMPORT_FIELDS, isArray: true, description: 'Fields that have to have a column' }) needed!: string[];
}

export class ImportPage implements Page<ImportLineView> {
  @Shown({ type: ImportLineView, isArray: true }) items!: ImportLineView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** Why a line was not taken. */
export class ImportFaultView {
  @Shown({ description: 'As a spreadsheet counts; the headings are line 1' }) line!: number;
  @Shown({ enum: IMPORT_FIELDS }) field!: string;
  @MaybeShown({ description: 'The heading in the file' }) heading?: string;
  @Shown({ example: 'unknown-value' }) code!: string;
}
export class ImportFaultPage implements Page<ImportFaultView> {
  @Shown({ type: ImportFaultView, isArray: true }) items!: ImportFaultView[];
  @Shown() total!: number;
  @Shown() page!: number;
  @Shown() pageSize!: number;
}

/** A way of reading columns that was kept. */
export class SavedMappingView {
  @Shown() id!: string;
  @Shown() name!: string;
  @Shown() columns!: number;
  @Shown({ format: 'date-time' }) updatedAt!: string;
}
