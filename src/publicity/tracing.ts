import { isConfirmed, replacementFor, type Surroundings, type Trace, tracesIn, unresolved } from '../domain/de-identification.js';
import { PUBLICITY } from './settings.js';
import type { CheckView, FieldTracesView, TraceView } from './typical-case.dto.js';
import { type Decision, type FieldTraces, TEXT_FIELDS, type TypicalTexts } from './typical-case.store.js';

/** The traces of the three public texts. */
export const tracesOf = (texts: TypicalTexts, around: Surroundings): FieldTraces =>
  Object.fromEntries(TEXT_FIELDS.map((field) => [field, tracesIn(texts[field], around)])) as FieldTraces;

/** How many of them nobody has decided on. */
export const undecidedIn = (
  texts: TypicalTexts,
  confirmed: readonly Pick<Decision, 'field' | 'kind' | 'text' | 'n'>[],
  around: Surroundings,
): number => unresolved(tracesOf(texts, around), confirmed);

export const traceView = (trace: Trace, confirmed: boolean): TraceView => ({
  ...trace,
  confirmed,
  replacement: replacementFor(trace, PUBLICITY.replacements),
});

/** The traces as an editor needs them: with what was decided, and what could stand instead. */
export function checkView(
  texts: TypicalTexts,
  confirmed: readonly Pick<Decision, 'field' | 'kind' | 'text' | 'n'>[],
  around: Surroundings,
): CheckView {
  const traces = tracesOf(texts, around);
  const views = TEXT_FIELDS.map((field) => [field, traces[field].map((one) => traceView(one, isConfirmed(field, one, confirmed)))]);
  return { traces: Object.fromEntries(views) as FieldTracesView, unresolved: unresolved(traces, confirmed) };
}
