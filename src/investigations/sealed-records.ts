import { Injectable } from '@nestjs/common';
import type { Actor, NewEvent } from '../domain/case-state.js';
import type { Instant } from '../domain/time.js';
import type { ToldEvent } from '../events/event-log.js';
import { SealedKeys } from '../platform/crypto.js';

type Table = 'cases' | 'steps' | 'persons' | 'measures' | 'documents';

/** In the log the commission acts, not a person: who it was stands in the closed facts. */
export const COMMISSION: Actor = { username: 'commission', name: '纪检监察机关', roles: ['inspector'] };

const eventPlace = (type: string, at: Instant): string => `events.sealed:${type}:${at}`;

/** What investigations keep and tell, closed under the sealed key and bound to its row. Source: domain text 6.4. */
@Injectable()
export class SealedRecords {
  constructor(private readonly keys: SealedKeys) {}

  close(value: object, table: Table | 'investigations', id: string): string {
    return this.keys.encrypt(JSON.stringify(value), this.place(table, id));
  }

  /** Throws `record.unreadable` (409) when the row was tampered with. */
  open<T>(stored: string, table: Table | 'investigations', id: string): T {
    return JSON.parse(this.keys.decrypt(stored, this.place(table, id))) as T;
  }

  private place(table: string, id: string): string {
    return `${table === 'investigations' ? table : `investigation_${table}`}.content:${id}`;
  }

  caseIndex(caseNumber: string): string {
    return this.keys.blind(caseNumber, 'investigation-case');
  }

  departmentIndex(code: string): string {
    return this.keys.blind(code, 'investigation-department');
  }

  nameIndex(name: string, departmentCode: string): string {
    return this.keys.blind(`${departmentCode}\0${name.replace(/\s/g, '')}`, 'investigation-person');
  }

  /** Events as the log takes them: type and instant in the clear, facts and actor closed. */
  told(events: readonly NewEvent[], by: Actor, at: Instant): ToldEvent[] {
    return events.map(({ type, facts }) => ({
      type,
      facts: { sealed: this.keys.encrypt(JSON.stringify({ ...facts, by: by.username }), eventPlace(type, at)) },
      by: COMMISSION,
      at,
      audience: 'sealed' as const,
    }));
  }

  /** The facts of a sealed event, for those who hold the key; see the glossary for what each type tells. */
  factsOf({ type, at, facts }: { type: string; at: Instant; facts: string }): Record<string, unknown> {
    const { sealed } = JSON.parse(facts) as { sealed: string };
    return JSON.parse(this.keys.decrypt(sealed, eventPlace(type, Number(at)))) as Record<string, unknown>;
  }
}
