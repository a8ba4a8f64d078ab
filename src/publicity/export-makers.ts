import { Injectable } from '@nestjs/common';
import { DomainError } from '../domain/errors.js';
import { Clock } from '../platform/clock.js';
import { Sessions } from '../staff/sessions.js';
import { ArchiveMaker } from './archive-maker.js';
import { CaseListMaker } from './case-list-maker.js';
import type { ExportJob, ExportMaker, Made } from './export-jobs.js';
import type { StoredExport } from './export.store.js';
import { ReportMaker } from './report-maker.js';
import type { ExportKind } from './settings.js';

/** Who makes which kind of file. */
@Injectable()
export class ExportMakers {
  private readonly makers: Readonly<Record<ExportKind, ExportMaker>>;

  constructor(
    caseList: CaseListMaker,
    report: ReportMaker,
    archive: ArchiveMaker,
    private readonly people: Sessions,
    private readonly clock: Clock,
  ) {
    this.makers = { cases: caseList, 'monthly-report': report, ranking: report, archive };
  }

  /** Makes it for its asker as he stands now. Throws `export.asker-gone` when there is no such account any more. */
  async make(of: StoredExport, tick: ExportJob['tick']): Promise<Made> {
    const by = await this.people.person(of.username);
    if (!by) throw new DomainError('export.asker-gone', 409);
    return this.makers[of.kind].make({ of, by, at: this.clock.now(), tick });
  }
}
