import { Injectable } from '@nestjs/common';
import { Reference } from '../departments/reference.js';
import { faultsIn } from '../domain/rule-checks.js';
import type { RuleFault } from '../domain/rule-faults.js';
import type { RuleKind } from '../domain/rule-proposals.js';
import { INVESTIGATION_SETTINGS } from '../investigations/investigations.js';
import { RuleStore } from './rule-store.js';
import { TextPreview } from './text-preview.js';

/** Looks rules through against the city as it stands: its departments, categories, measures and texts. */
@Injectable()
export class RuleChecking {
  constructor(
    private readonly reference: Reference,
    private readonly store: RuleStore,
    private readonly texts: TextPreview,
  ) {}

  /** What is wrong with rules as they were written. */
  faults(kind: RuleKind, content: Record<string, unknown>): RuleFault[] {
    const active = this.reference.departments.filter((one) => one.active).map(({ code }) => code);
    const known = {
      departments: new Set(active),
      categories: new Set(this.reference.categories.map(({ code }) => code)),
      measures: new Set(INVESTIGATION_SETTINGS.flatMap(({ measures }) => measures.map(({ code }) => code))),
      samples: this.texts.samples,
    };
    return faultsIn(kind, { ...content, version: 1, validFrom: this.store.today() }, known);
  }

  /** The faults that keep rules from being used; the others only warn. */
  errors(kind: RuleKind, content: Record<string, unknown>): RuleFault[] {
    return this.faults(kind, content).filter(({ level }) => level === 'error');
  }
}
