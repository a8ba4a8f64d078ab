/** What the database does with the lists of the mandate when they are long: an index leads to the rows, nobody reads a whole table. */
import type { Actor } from '../src/domain/case-state.js';
import { HOUR } from '../src/domain/time.js';
import { Contacts } from '../src/feedback/contacts.js';
import { EnterpriseCases } from '../src/feedback/enterprise-cases.js';
import { Enterprises } from '../src/feedback/enterprises.js';
import { MonitoringPoints } from '../src/feedback/monitoring-points.js';
import { Projects } from '../src/feedback/projects.js';
import { Questionnaires } from '../src/feedback/questionnaires.js';
import { SpecialSupervisors } from '../src/feedback/special-supervisors.js';
import { Visits } from '../src/feedback/visits.js';
import { Clock } from '../src/platform/clock.js';
import type { Inside } from './support/inside.js';
import { describePlans, wholeReads } from './support/plans.js';

const MANY = 12_000;
const DEPARTMENTS = ['market', 'tax', 'housing', 'finance', 'transport', 'police', 'urban', 'labour', 'ecology', 'fire'];
const SUPERVISOR: Actor = { username: 'supervisor1', name: 'supervisor1', roles: ['supervisor'] };
const HANDLER: Actor = { username: 'tax.handler1', name: 'tax.handler1', roles: ['handler'], departmentCode: 'tax' };
const FIRST = { page: 1, pageSize: 20 };
const QUESTIONNAIRE = { code: 'x', version: 1, validFrom: '2024-01-01', title: '', titleEn: '', intro: '', introEn: '', questions: [] };
type Row = Record<string, unknown>;

/** Steps that read a long table from end to end: enterprises, visits, matters, invitations, answers, cases, links, observations. */
const WHOLE = wholeReads({ tables: 'e v m i c o pc questionnaire_answers point_reports', indexes: true });
const LONG = `cases, complainants, enterprises, visits, visit_matters, questionnaire_invitations, questionnaire_answers, project_cases, observations, point_reports`;

describePlans(`the lists of the mandate over ${MANY} rows of each kind`, { analysed: LONG, fill }, (plans) => {
  const LISTS: [what: string, read: () => Promise<unknown>][] = [
    ['the enterprises of a department', () => plans.of(Enterprises).list(FIRST, HANDLER)],
    [
      'the enterprises a department serves, for the office',
      () => plans.of(Enterprises).list({ ...FIRST, departmentCode: 'fire' }, SUPERVISOR),
    ],
    ['the enterprise of a number', () => plans.of(Enterprises).lookup({ phone: '13800000077' })],
    ['the enterprise of a code', () => plans.of(Enterprises).lookup({ uscc: usccOf(77) })],
    ['the cases of an enterprise', () => plans.of(EnterpriseCases).withCode(usccOf(77), SUPERVISOR)],
    ['the visits of a department', () => plans.of(Visits).list(FIRST, HANDLER)],
    ['the visits that are planned', () => plans.of(Visits).list({ ...FIRST, state: 'planned' }, SUPERVISOR)],
    ['the visits of an enterprise', () => plans.of(Visits).list({ ...FIRST, enterpriseId: 'e77' }, SUPERVISOR)],
    ['the visits of a month', () => plans.of(Visits).list({ ...FIRST, from: '2026-03-01', to: '2026-03-31' }, SUPERVISOR)],
    ['the rounds with how many answered', () => plans.of(Questionnaires).list(FIRST)],
    ['what a round gave', () => plans.of(Questionnaires).results('r7', {}, SUPERVISOR)],
    ['a project with its cases', () => plans.of(Projects).item('p7', SUPERVISOR)],
    ['special supervisors with how much they told', () => plans.of(SpecialSupervisors).list(FIRST)],
    ['monitoring points with what they owe', () => plans.of(MonitoringPoints).list(FIRST)],
  ];
  it.each(LISTS)('read %s by an index', async (_what, read) => {
    expect((await plans.stepsOf(read)).filter((step) => WHOLE.test(step))).toEqual([]);
  });

  it('read the newest visits in the order of the index', async () => {
    const steps = await plans.stepsOf(() => plans.of(Visits).list(FIRST, SUPERVISOR));
    expect(steps.some((step) => /visits_planned/.test(step))).toBe(true);
    expect(steps.filter((step) => /TEMP B-TREE FOR ORDER|^v ALL/.test(step))).toEqual([]);
  });
});

const usccOf = (index: number): string => `91220113MA${String(index).padStart(8, '0')}`;
const numberOf = (index: number): string => `202601${String(index + 1).padStart(8, '0')}`;

/** Every enterprise with a visit, an answer and a case; a hundred rounds, projects, supervisors and points. */
async function fill(city: Inside): Promise<void> {
  const now = city.app.get(Clock).now();
  const contacts = city.app.get(Contacts, { strict: false });
  const rows = (make: (index: number, at: number) => Row, every = 1) =>
    Array.from({ length: MANY }, (_, index) => index)
      .filter((index) => index % every === 0)
      .map((index) => make(index / every, now - (MANY - index) * HOUR));
  const department = (index: number) => DEPARTMENTS[index % DEPARTMENTS.length]!;
  const day = (index: number) => `2026-${String((index % 11) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`;
  await city.insert(
    'cases',
    rows((index, at) => city.caseRow({ caseNumber: numberOf(index), receivedAt: at, status: 'closed', closedAt: at })),
  );
  await city.insert(
    'enterprises',
    rows((index, at) => ({
      ...{ id: `e${index}`, name: `企业${index}`, uscc: usccOf(index), size: 'small', origin: 'local', isKey: 0 },
      ...{ phoneIndex: contacts.phoneIndex(`138${String(index).padStart(8, '0')}`, 'enterprise'), departmentCode: department(index) },
      ...{ createdAt: at, updatedAt: at },
    })),
  );
  await city.insert(
    'visits',
    rows((index, at) => ({
      ...{ id: `v${index}`, enterpriseId: `e${index}`, departmentCode: department(index), state: index % 50 ? 'done' : 'planned' },
      ...{ plannedOn: day(index), username: 'supervisor1', createdAt: at },
    })),
  );
  await city.insert(
    'visit_matters',
    rows((index) => ({ id: `m${index}`, visitId: `v${index}`, position: 1, kind: 'complaint' })),
  );
  const few = MANY / 100;
  await city.insert(
    'questionnaire_rounds',
    rows(
      (index, at) => ({
        ...{ id: `r${index}`, questionnaire: 'x', title: `第${index}轮`, content: JSON.stringify(QUESTIONNAIRE) },
        ...{ opensOn: day(index), closesOn: '2026-12-31', username: 'supervisor1', createdAt: at },
      }),
      few,
    ),
  );
  await city.insert(
    'questionnaire_invitations',
    rows((index, at) => ({ tokenHash: `t${index}`, roundId: `r${index % 100}`, enterpriseId: `e${index}`, invitedAt: at })),
  );
  await city.insert(
    'questionnaire_answers',
    rows((index) => ({
      ...{ id: `a${index}`, roundId: `r${index % 100}`, way: 'link', answers: '{}', answeredOn: day(index), sourceIndex: `s${index}` },
    })),
  );
  await city.insert(
    'projects',
    rows(
      (index, at) => ({
        ...{ code: `p${index}`, name: `项目${index}`, nameEn: `p${index}`, aliases: '[]', departmentCode: department(index) },
        ...{ leader: '费德明', stages: '[]', listedOn: day(index), username: 'supervisor1', updatedAt: at },
      }),
      few,
    ),
  );
  await city.insert(
    'project_cases',
    rows((index, at) => ({
      ...{ caseNumber: numberOf(index), projectIndex: contacts.linkIndex(`p${index % 100}`, 'project'), why: 'named', at },
      username: 'operator1',
    })),
  );
  const watcher = (letters: string, index: number) => `${letters}${String(index).padStart(3, '0')}`;
  await city.insert(
    'special_supervisors',
    rows(
      (index, at) => ({
        ...{ number: watcher('JD', index), kind: 'deputy', termFrom: '2026-01-01', active: 1, createdAt: at },
        name: contacts.close('高远航', 'special_supervisors.name', watcher('JD', index)),
      }),
      few,
    ),
  );
  await city.insert(
    'observations',
    rows((index, at) => ({ caseNumber: numberOf(index), number: watcher('JD', index % 100), at })),
  );
  await city.insert(
    'monitoring_points',
    rows((index, at) => ({ number: watcher('JC', index), kind: 'enterprise', name: `点${index}`, since: '2020-01', createdAt: at }), few),
  );
  await city.insert(
    'point_reports',
    rows((index, at) => ({
      ...{ number: watcher('JC', index % 100), month: monthOf(Math.floor(index / 100)), figures: '{}', at },
    })),
  );
}

const monthOf = (index: number): string => `${2016 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
