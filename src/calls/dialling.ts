import { Injectable } from '@nestjs/common';
import { CaseStore } from '../cases/case.store.js';
import { Identities, type ComplainantRow } from '../complainants/identities.js';
import { dialledOf } from '../domain/phone-numbers.js';
import type { Actor } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { scopeOf } from '../domain/visibility.js';
import { Clock } from '../platform/clock.js';
import { Db, insertRows } from '../platform/db.js';
import { invalid } from '../platform/http/problem.js';
import { Agents } from './agents.js';
import type { PlaceCallBody } from './call.dto.js';
import { CallStore } from './call.store.js';
import { Hearing } from './hearing.js';

/** Outgoing calls to numbers that nobody is shown: the complainant of a case, the caller of a task. */
@Injectable()
export class Dialling {
  constructor(
    private readonly db: Db,
    private readonly cases: CaseStore,
    private readonly identities: Identities,
    private readonly agents: Agents,
    private readonly store: CallStore,
    private readonly hearing: Hearing,
    private readonly clock: Clock,
  ) {}

  /**
   * Rings at a number for an operator. Throws `not-found` (404), `agent.off-duty` and `agent.in-call` (409), `call.no-number` (422)
   * when none was left.
   */
  async place({ caseNumber, taskId }: PlaceCallBody, by: Actor): Promise<string> {
    if ((caseNumber === undefined) === (taskId === undefined)) throw invalid([{ field: 'caseNumber', code: 'one-of-two' }]);
    const number = caseNumber ? await this.numberOfCase(caseNumber, by) : await this.numberOfTask(taskId!);
    const callId = await this.db.write(async (tx) => {
      await this.agents.checkFree(tx, by.username);
      const at = this.clock.now();
      const placed = { kind: 'placed' as const, key: 'own:0000:placed', at, agent: by.username };
      const { callId } = await this.store.open(tx, { leg: null, number }, [placed], by);
      if (caseNumber) await insertRows(tx, 'call_cases', [{ callId, caseNumber }]);
      return callId;
    });
    await this.hearing.carryOut(callId, { do: 'dial', callId, agent: by.username, number });
    return callId;
  }

  private async numberOfCase(caseNumber: string, by: Actor): Promise<string> {
    await this.cases.read(caseNumber, scopeOf(by));
    const [row] = await this.db.readPrimary<ComplainantRow>('SELECT * FROM complainants WHERE caseNumber = ?', [caseNumber]);
    const number = row && dialledOf(this.identities.open(row, 'phone') ?? '');
    if (!number) throw new DomainError('call.no-number', 422, { fields: [{ field: 'caseNumber', code: 'no-number' }] });
    return number;
  }

  private async numberOfTask(taskId: string): Promise<string> {
    const [row] = await this.db.readPrimary<{ callId: string; number: string | null }>(
      'SELECT k.callId, k.number FROM tasks t JOIN calls k ON k.callId = t.callId WHERE t.id = ?',
      [taskId],
    );
    if (!row?.number) throw notFound();
    return this.identities.openNumber(row.number, row.callId);
  }
}
