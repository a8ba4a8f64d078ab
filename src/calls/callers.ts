import { Injectable } from '@nestjs/common';
import { Identities, type ComplainantRow } from '../complainants/identities.js';
import { Policies } from '../cases/policies.js';
import { Texts } from '../cases/texts.js';
import { visible } from '../cases/visible.js';
import { type Actor, OPEN } from '../domain/case-state.js';
import { lightOf } from '../domain/limits.js';
import { DAY, isoOf } from '../domain/time.js';
import { scopeOf } from '../domain/visibility.js';
import type { CaseStatus } from '../domain/vocabulary.js';
import { Db } from '../platform/db.js';
import type { CallCaseView, CallerView } from './call.views.js';
import type { CallState } from './call.store.js';

const LOOK_BACK = 90 * DAY;
const REPEATS = 3;
interface CaseRow {
  caseNumber: string;
  title: string;
  status: CaseStatus;
  dueAt: number | null;
  amberAt: number | null;
  redAt: number | null;
  receivedAt: number;
}

/** Who calls, before the call is answered: masked name, last cases, tags. Sealed cases never show. Source: domain text, section 10. */
@Injectable()
export class Callers {
  constructor(
    private readonly db: Db,
    private readonly identities: Identities,
    private readonly policies: Policies,
    private readonly texts: Texts,
  ) {}

  async of({ callId, numberIndex }: CallState, by: Actor): Promise<CallerView> {
    if (!numberIndex) return { calls: 0, cases: [], tags: [] };
    const may = visible({ ...scopeOf(by), sealedFor: null });
    const now = this.policies.now();
    const [cases, [count] = [], [known] = [], [malicious] = []] = await this.db.readAllPrimary([
      {
        sql: `SELECT c.caseNumber, c.title, c.status, c.dueAt, c.amberAt, c.redAt, c.receivedAt FROM complainants p JOIN cases c ON c.caseNumber = p.caseNumber
          WHERE p.phoneIndex = ? AND ${may.sql} ORDER BY c.receivedAt DESC LIMIT 5`,
        params: [numberIndex, ...may.params],
      },
      {
        sql: 'SELECT COUNT(*) AS n FROM calls WHERE numberIndex = ? AND startedAt > ? AND callId <> ?',
        params: [numberIndex, now - LOOK_BACK, callId],
      },
      {
        sql: `SELECT p.* FROM complainants p JOIN cases c ON c.caseNumber = p.caseNumber
          WHERE p.phoneIndex = ? AND p.name IS NOT NULL AND ${may.sql} ORDER BY c.receivedAt DESC LIMIT 1`,
        params: [numberIndex, ...may.params],
      },
      {
        sql: "SELECT callId FROM calls WHERE numberIndex = ? AND wrapUp = 'malicious' AND startedAt > ? LIMIT 1",
        params: [numberIndex, now - LOOK_BACK],
      },
    ]);
    const shown = (cases as unknown as CaseRow[]).map((row) => this.line(row, now));
    const name = known && this.identities.masked(known as unknown as ComplainantRow).name;
    const calls = Number(count?.n ?? 0);
    const tags = [
      ...(calls + 1 >= REPEATS ? ['repeat'] : []),
      ...(shown.some(({ open }) => open) ? ['open-case'] : []),
      ...(malicious ? ['malicious'] : []),
    ];
    return { ...(name ? { name } : {}), calls, cases: shown, tags };
  }

  /** Who registered the newest open case of each of these numbers: whoever rings about it had better speak to him again. */
  async operatorsOf(indexes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (indexes.length === 0) return new Map();
    const rows = await this.db.readPrimary<{ phoneIndex: string; registeredBy: string }>(
      `SELECT p.phoneIndex, c.registeredBy FROM complainants p JOIN cases c ON c.caseNumber = p.caseNumber
       WHERE p.phoneIndex IN (${indexes.map(() => '?').join(',')}) AND c.status IN (${OPEN.map((one) => `'${one}'`).join(',')}) ORDER BY c.receivedAt`,
      indexes,
    );
    return new Map(rows.map(({ phoneIndex, registeredBy }) => [phoneIndex, registeredBy]));
  }

  private line({ caseNumber, title, status, dueAt, amberAt, redAt, receivedAt }: CaseRow, now: number): CallCaseView {
    const heading = this.texts.legible(title, 'cases.title', caseNumber);
    return {
      caseNumber,
      ...(heading === undefined ? {} : { title: heading }),
      status,
      light: dueAt === null ? 'green' : lightOf(now, { dueAt: Number(dueAt), amberAt: Number(amberAt), redAt: Number(redAt) }),
      ...(dueAt === null ? {} : { dueAt: isoOf(Number(dueAt)) }),
      receivedAt: isoOf(Number(receivedAt)),
      open: OPEN.includes(status),
    };
  }
}
