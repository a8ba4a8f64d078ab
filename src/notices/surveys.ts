import { Inject, Injectable } from '@nestjs/common';
import { CaseService } from '../cases/case.service.js';
import { CaseStore } from '../cases/case.store.js';
import { Reference } from '../departments/reference.js';
import { type CaseState, COMPLAINANT, isActive } from '../domain/case-state.js';
import { DomainError, notFound } from '../domain/errors.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { tokenHash } from '../platform/crypto.js';
import { Db } from '../platform/db.js';
import { RateLimit } from '../platform/http/rate-limit.js';
import type { SurveyInput, SurveyStatus, SurveyView } from './survey.dto.js';

interface SurveyRow {
  tokenHash: string;
  caseNumber: string;
  round: number;
  expiresAt: number;
  usedAt: number | null;
}
const ORDINARY = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
const hidden = (error: unknown): undefined => {
  if (error instanceof DomainError && error.status === 404) return undefined;
  throw error;
};

/** The complainant's own call-back, by a link that is good for one answer. Source: domain text, sections 3 and 10. */
@Injectable()
export class Surveys {
  private readonly wrong: RateLimit;

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: CaseStore,
    private readonly service: CaseService,
    private readonly reference: Reference,
    @Inject(CONFIG) config: Config,
  ) {
    this.wrong = new RateLimit(config.wrongPasswordsPerMinute);
  }

  /** What a link is about and whether it is still good; throws `not-found` for a token that never was. */
  async look(token: string, address: string): Promise<SurveyView> {
    const row = await this.find(token, address);
    const current = await this.store.read(row.caseNumber, ORDINARY).catch(hidden);
    const parts = current?.assignments.filter(isActive) ?? [];
    const departments = parts.map(({ departmentCode: code }) => ({ code, name: this.reference.department(code)?.name ?? code }));
    return { caseNumber: row.caseNumber, departments, status: this.statusOf(row, current) };
  }

  /**
   * Takes the answer as a call-back that reached its person. Throws `not-found` (404), `survey.used` (409), `survey.expired` (410),
   * and `survey.too-late` (409) when somebody has called back already or the case has moved on.
   */
  async answer({ token, ...told }: SurveyInput, address: string): Promise<void> {
    const { tokenHash: hash, caseNumber } = await this.find(token, address);
    const { contacted, solved, satisfiedResult, satisfiedProcess, words } = told;
    await this.db.write(async (tx) => {
      const [row] = await tx.query<SurveyRow[]>(`SELECT * FROM surveys WHERE tokenHash = ?${this.db.forUpdate}`, [hash]);
      const current = await this.store.lock(tx, caseNumber, ORDINARY).catch(hidden);
      const status = this.statusOf(row!, current);
      if (status === 'expired') throw new DomainError('survey.expired', 410);
      if (status === 'used') throw new DomainError('survey.used', 409);
      if (status === 'too-late') throw new DomainError('survey.too-late', 409);
      await tx.query('UPDATE surveys SET usedAt = ? WHERE tokenHash = ?', [this.clock.now(), hash]);
      const body = { reached: true, contacted, solved, satisfiedResult, satisfiedProcess, words };
      await this.service.actIn(tx, COMPLAINANT, caseNumber, 'call-back', body);
    });
  }

  private async find(token: string, address: string): Promise<SurveyRow> {
    const [row] = await this.db.readPrimary<SurveyRow>('SELECT * FROM surveys WHERE tokenHash = ?', [tokenHash(token)]);
    if (row) return row;
    await this.wrong.pass(address);
    throw notFound();
  }

  private statusOf({ usedAt, expiresAt, round }: SurveyRow, current: CaseState | undefined): SurveyStatus {
    if (usedAt !== null) return 'used';
    if (Number(expiresAt) <= this.clock.now()) return 'expired';
    const waits = current?.status === 'pending_callback' && current.round === round && !current.calledBack;
    return waits ? 'open' : 'too-late';
  }
}
