import type { Actor } from '../domain/case-state.js';
import type { Tx } from '../platform/db.js';

/** What departments still have on their desks. Extended by the cases; also the token to ask for it. */
export abstract class OpenWork {
  /** Assignments of a department at cases under way, sealed ones not among them. */
  abstract of(tx: Tx, departmentCode: string): Promise<number>;

  /** The same for every department, as far as this reader sees the cases; nothing for one who sees none. */
  abstract counts(by: Actor): Promise<ReadonlyMap<string, number> | undefined>;
}
