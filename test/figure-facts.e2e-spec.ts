/** What is stored about cases for the figures is what the rule says of them, and what plain conditions over the raw rows say, after a day of steps. */
import { CaseService } from '../src/cases/case.service.js';
import { CaseStore } from '../src/cases/case.store.js';
import { factColumnsOf, refillEveryCase, TIMED_COLUMNS } from '../src/cases/case-facts.js';
import { Intake } from '../src/cases/intake.js';
import { Reference } from '../src/departments/reference.js';
import { openActions } from '../src/domain/case-life.js';
import { type Actor, type CaseState, COMPLAINANT } from '../src/domain/case-state.js';
import { DomainError } from '../src/domain/errors.js';
import { bitsAt, factsIn, type Timed } from '../src/domain/figure-facts.js';
import { FACTS } from '../src/domain/fact-names.js';
import { HOUR } from '../src/domain/time.js';
import type { Role } from '../src/domain/vocabulary.js';
import { Policies } from '../src/cases/policies.js';
import { Random } from '../src/demo/random.js';
import { Clock } from '../src/platform/clock.js';
import type { Json } from './support/client.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { openInside, type Inside } from './support/inside.js';
import { plainCondition } from './support/plain-facts.mjs';
import { describeWithServer } from './support/skip.js';

const CASES = 60;
const STEPS = 600;
const EVERYTHING = { ordinary: true, departmentCode: null, sealedFor: null, recusedFrom: [] };
type Row = Record<string, unknown> & { caseNumber: string; lens: string };

const somebody = (role: Role, departmentCode?: string): Actor => {
  const username = departmentCode ? `${departmentCode}.${role}1` : `${role}1`;
  return { username, name: username, roles: [role], ...(departmentCode ? { departmentCode } : {}) };
};

describeWithServer('facts of figures', () => {
  let database: TestDatabase;
  let city: Inside;
  let now = 0;
  const random = new Random(7);
  const numbers: string[] = [];
  const departments = ['market', 'market-county', 'tax', 'housing'];
  const people = [
    ...(['operator', 'dispatcher', 'reviewer', 'supervisor'] as const).map((role) => somebody(role)),
    ...departments.flatMap((code) => [somebody('handler', code), somebody('leader', code)]),
    COMPLAINANT,
  ];
  const get = <T>(token: abstract new (...args: never[]) => T): T => city.app.get(token as never, { strict: false });
  const tree = () => get(Reference).tree;
  const read = (caseNumber: string) =>
    get(CaseStore)
      .read(caseNumber, EVERYTHING)
      .catch(() => undefined);
  const stored = async (): Promise<Row[]> =>
    (await city.db.read<Row>('SELECT * FROM case_facts ORDER BY caseNumber, lens')).map((row) => ({ ...row, facts: Number(row.facts) }));

  /** A body for the step, drawn by chance; many are refused, as people's are. */
  function bodyOf(one: CaseState, action: string): Record<string, unknown> {
    const [first, second] = [random.pick(departments), random.pick(departments)];
    const judged = { solved: random.pick(['solved', 'mostly', 'unsolved']), satisfiedProcess: 'satisfied' };
    const departmentCode = random.pick(one.assignments.map((part) => part.departmentCode).concat(first));
    return {
      ...{ reason: '理由', text: '说明', departmentCode, reasonCode: 'out-of-remit', target: '110', workingDays: 3 },
      ...{ lead: first, assists: first === second || random.chance(0.5) ? [] : [second], summary: '转办摘要', ground: 'force-majeure' },
      ...{
        finding: random.pick(['true', 'partly-true', 'untrue']),
        internalNote: '记录',
        publicReply: '答复',
        contacted: random.chance(0.5),
      },
      ...{ reached: random.chance(0.8), ...judged, satisfiedResult: random.pick(['satisfied', 'mostly', 'dissatisfied', 'declined']) },
      ...(action === 'merge' ? { masterCaseNumber: random.pick(numbers) } : {}),
      ...(action === 'rate' ? { satisfied: 'satisfied' } : {}),
      ...(action === 'card' ? { colour: random.pick(['yellow', 'red']) } : {}),
      ...(action === 'supervise' ? { mode: 'key', task: '限期办结', dueAt: new Date(now + 96 * HOUR).toISOString() } : {}),
    };
  }

  async function oneStep(): Promise<boolean> {
    now += Math.round(random.between([0, 0.6]) * HOUR);
    const one = await read(random.pick(numbers));
    if (!one || one.status === 'sealed') return false;
    const by = random.pick(people);
    const rare = ['withdraw', 'seal', 'transfer-out', 'reject', 'merge', 'answer-directly', 'terminate'];
    const open = openActions(one, by, get(Policies).at(one.receivedAt)).filter(
      (action) => action !== 'unmask' && (!rare.includes(action) || random.chance(0.15)),
    );
    if (open.length === 0) return false;
    const action = random.pick(open);
    return get(CaseService)
      .actAs(by, one.caseNumber, action, bodyOf(one, action))
      .then(() => true)
      .catch((error: unknown) => {
        if (error instanceof DomainError) return false;
        throw error;
      });
  }

  beforeAll(async () => {
    database = await freshDatabase();
    city = await openInside(database);
    now = get(Clock).now();
    get(Clock).now = () => now;
    for (let index = 0; index < CASES; index++) {
      const arrival = {
        channel: random.pick(['web', 'phone'] as const),
        urgency: random.pick(['normal', 'urgent'] as const),
        by: somebody('operator'),
      };
      const categoryCode = random.pick(['0101', '0203', '0502', '0901']);
      numbers.push(
        (await get(Intake).register({ kind: 'complaint', description: '反映一件事', categoryCode } as never, arrival)).caseNumber,
      );
    }
    let done = 0;
    for (let tries = 0; done < STEPS && tries < STEPS * 12; tries++) if (await oneStep()) done++;
    expect(done).toBe(STEPS);
  }, 120_000);
  afterAll(async () => {
    await city?.app.close();
    await database?.drop();
  });

  it('are what the rule says of every case, after a day of steps by everybody', async () => {
    const states = (await Promise.all(numbers.map(read))).flatMap((one) => one ?? []);
    const expected = states.flatMap((one) => factColumnsOf(one, tree())) as Row[];
    const key = ({ caseNumber, lens }: Row) => `${caseNumber} ${lens}`;
    const sorted = (rows: Row[]) => rows.sort((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sorted(await stored())).toEqual(sorted(expected));
    expect(new Set(expected.map(({ lens }) => lens)).size).toBeGreaterThan(5);
  });

  it('are the same when they are filled anew from the rows, as a migration does', async () => {
    const before = await stored();
    await city.db.write((tx) => tx.query('UPDATE case_facts SET facts = 0'));
    await city.db.write(refillEveryCase);
    expect(await stored()).toEqual(before);
  });

  it.each(FACTS)(
    'hold %s where the plain condition over the raw rows holds, for the whole, a department, and one with those below',
    async (fact) => {
      const lenses: [lens: string, departments?: string[]][] = [
        [''],
        ['tax', ['tax']],
        ['market', ['market']],
        ['market+', ['market', ...tree().flatMap(({ code, parentCode }) => (parentCode === 'market' ? [code] : []))]],
      ];
      const rows = await stored();
      for (const later of [0, 30 * HOUR, 400 * HOUR]) {
        const at = now + later;
        for (const [lens, codes] of lenses) {
          const mine = rows.filter((row) => row.lens === lens);
          const holds = mine.filter((row) => {
            const from = Object.fromEntries(Object.entries(TIMED_COLUMNS).map(([name, column]) => [name, row[column] as number | null]));
            return factsIn(bitsAt({ facts: Number(row.facts), from: from as Record<Timed, number | null> }, at)).has(fact);
          });
          const told = mine.map(({ caseNumber }) => `'${caseNumber}'`).join(',');
          const plain = await city.db.read<{ caseNumber: string }>(
            `SELECT c.caseNumber FROM cases c WHERE c.caseNumber IN (${told}) AND ${plainCondition(fact, { now: at, engine, ...(codes ? { departments: codes } : {}) })} ORDER BY c.caseNumber`,
          );
          expect([lens, later, holds.map(({ caseNumber }) => caseNumber)]).toEqual([
            lens,
            later,
            plain.map(({ caseNumber }) => caseNumber),
          ]);
        }
      }
    },
  );

  it("are nobody's of a sealed case", async () => {
    const sealed = await city.db.read('SELECT f.lens FROM case_facts f JOIN cases c ON c.caseNumber = f.caseNumber WHERE c.sealed = 1');
    expect(sealed).toEqual([]);
    expect((await city.db.read('SELECT caseNumber FROM cases WHERE sealed = 1')).length).toBeGreaterThan(0);
  });

  it('make every figure as long as the list behind it, whatever the hour', async () => {
    const read = async (path: string): Promise<Json> => (await city.get(path, `supervisor${now}`)).body;
    for (const later of [0, 100 * HOUR]) {
      now += later;
      await city.staff(`supervisor${now}`, 'supervisor');
      const { figures } = await read('/statistics/overview?from=2026-03-01&to=2026-03-31');
      const { rows } = await read('/statistics/departments?from=2026-03-01&to=2026-03-31');
      const market = rows.find(({ code }: Json) => code === 'market');
      const all: Json[] = [...figures, ...market.figures, ...market.children.flatMap((row: Json) => row.figures)];
      expect(all.filter(({ numerator }) => numerator > 0).length).toBeGreaterThan(30);
      for (const { key, unit, cases, numerator, denominator } of all) {
        expect([key, cases, (await read(cases)).total]).toEqual([key, cases, unit === 'hours' ? denominator : numerator]);
        if (denominator === null) continue;
        const whole = cases.replace('part=numerator', 'part=denominator');
        expect([key, whole, (await read(whole)).total]).toEqual([key, whole, denominator]);
      }
    }
  });
});
