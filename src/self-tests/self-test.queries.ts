import { Injectable } from '@nestjs/common';
import { percent } from '../domain/export-life.js';
import { SELF_TESTS, type SelfTestKind, selfTestLight, type SelfTestOutcome, type SelfTestStep } from '../domain/self-tests.js';
import { isoOf } from '../domain/time.js';
import { Db } from '../platform/db.js';
import type { SelfTestListQuery, SelfTestPage, SelfTestStandView, SelfTestView } from './self-test.dto.js';
import type { SelfTest } from './self-test.entity.js';
import { selfTestSettings } from './settings.js';

/** Reads what the system found when it tested itself. */
@Injectable()
export class SelfTestQueries {
  private readonly settings = selfTestSettings();

  constructor(private readonly db: Db) {}

  /** The newest first. */
  async list({ kind, page, pageSize }: SelfTestListQuery): Promise<SelfTestPage> {
    const [where, params] = kind ? ['WHERE kind = ?', [kind]] : ['', []];
    const [count] = await this.db.readPrimary<{ n: number }>(`SELECT COUNT(*) AS n FROM self_tests ${where}`, params);
    const rows = await this.db.readPrimary<SelfTest>(
      `SELECT * FROM self_tests ${where} ORDER BY startedAt DESC, id DESC LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`,
      params,
    );
    return { items: rows.map(viewOf), total: Number(count?.n ?? 0), page, pageSize };
  }

  async item(id: string): Promise<SelfTestView> {
    const [row] = await this.db.readPrimary<SelfTest>('SELECT * FROM self_tests WHERE id = ?', [id]);
    return viewOf(row!);
  }

  /** Each kind with its last run and its light. */
  async stand(): Promise<SelfTestStandView[]> {
    const all: SelfTestStandView[] = [];
    for (const kind of SELF_TESTS) all.push(await this.standOf(kind));
    return all;
  }

  private async standOf(kind: SelfTestKind): Promise<SelfTestStandView> {
    const { redAfterFailures, times } = this.settings[kind];
    const sql = `SELECT * FROM self_tests WHERE kind = ? ORDER BY startedAt DESC, id DESC LIMIT ${redAfterFailures + 1}`;
    const rows = await this.db.readPrimary<SelfTest>(sql, [kind]);
    const outcomes = rows.map(({ outcome }) => outcome as SelfTestOutcome);
    const light = selfTestLight(outcomes, redAfterFailures);
    return { kind, light, times: [...times], ...(rows[0] ? { last: viewOf(rows[0]) } : {}) };
  }
}

function viewOf({ id, kind, startedAt, startedBy, outcome, tookMs, steps, done, total }: SelfTest): SelfTestView {
  const isKnown = outcome === 'running' && Number(total) > 0;
  return {
    ...{ id, kind: kind as SelfTestKind, startedAt: isoOf(Number(startedAt)), startedBy, outcome },
    ...(tookMs === null ? {} : { tookMs: Number(tookMs) }),
    ...(isKnown ? { progress: percent(Number(done), Number(total)) } : {}),
    steps: JSON.parse(steps) as SelfTestStep[],
  };
}
