import { Injectable } from '@nestjs/common';
import { Policies } from '../cases/policies.js';
import { Reference } from '../departments/reference.js';
import { LineReader, type LineContext } from '../domain/import-lines.js';
import type { StoredImport } from './import.store.js';

/** What the reading of lines has to know of the city as it is now. */
@Injectable()
export class CaseLines {
  constructor(
    private readonly reference: Reference,
    private readonly policies: Policies,
  ) {}

  reader({ heads, mapping }: StoredImport): LineReader {
    return new LineReader(heads, mapping, this.context());
  }

  private context(): LineContext {
    const { categories, departments } = this.reference;
    const byBoth = <Entry extends { code: string; name: string; nameEn: string }, T>(all: readonly Entry[], of: (one: Entry) => T) =>
      new Map(
        [...all]
          .reverse()
          .flatMap((one) =>
            [one.nameEn.toLowerCase(), one.name.normalize('NFKC').toLowerCase(), one.code].map((key) => [key, of(one)] as const),
          ),
      );
    return {
      now: this.policies.now(),
      categories: byBoth(categories, ({ code, flags: { accusation, sealed, complex } }) => ({
        code,
        flags: { ...(accusation ? { accusation } : {}), ...(sealed ? { sealed } : {}), ...(complex ? { complex } : {}) },
      })),
      departments: byBoth(departments, ({ code, active }) => ({ code, active })),
      policyAt: (receivedAt) => this.policies.at(receivedAt),
    };
  }
}
