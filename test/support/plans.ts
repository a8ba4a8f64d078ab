/** By which plan the database answers what it is asked when its tables are long. */
import type { Statement } from '../../src/platform/packet.js';
import { engine, freshDatabase, type TestDatabase } from './database.js';
import { type Inside, openInside } from './inside.js';
import { describeWithServer } from './skip.js';

/** Steps that read a table from end to end. */
interface Whole {
  /** Tables as the questions call them; all of them when left out. */
  tables?: string;
  /** An index read from end to end counts as well: right for a list without a filter alone. */
  indexes?: boolean;
  /** Sorting what an index would have given in order counts as well; only the embedded engine tells of it. */
  sorts?: boolean;
}
export function wholeReads({ tables = '', indexes = false, sorts = false }: Whole): RegExp {
  const names = tables ? `(${tables.split(' ').join('|')})` : '\\S+';
  if (engine === 'mysql') return new RegExp(`^${names} ${indexes ? '(ALL|index)' : 'ALL'} `);
  return new RegExp(`^SCAN ${names}${indexes ? '( |$)' : '$'}${sorts ? '|USE TEMP B-TREE FOR ORDER BY' : ''}`);
}

/** The application over a database of its own; it notes every question its database is asked, in transactions too. */
export class Plans {
  city!: Inside;
  readonly asked: { sql: string; params: readonly unknown[] }[] = [];

  of<T>(type: abstract new (...given: never[]) => T): T {
    return this.city.app.get(type, { strict: false });
  }

  /** Does the work and gives the questions it asked; those that match, when told which. */
  async questionsOf(work: () => Promise<unknown>, about = /\bFROM\b/): Promise<typeof this.asked> {
    this.asked.length = 0;
    await work();
    const questions = this.asked.filter(({ sql }) => about.test(sql));
    expect(questions.length).toBeGreaterThan(0);
    return questions;
  }

  /** A line for each step of each question of the work: the table, how it is read, by which index, over how many rows, as the engine says it. */
  async stepsOf(work: () => Promise<unknown>, about?: RegExp): Promise<string[]> {
    const steps: string[] = [];
    for (const question of await this.questionsOf(work, about)) steps.push(...(await this.explained(question)));
    return steps;
  }

  async explained({ sql, params = [] }: Statement): Promise<string[]> {
    if (engine === 'mysql') {
      const rows = await this.city.db.read<{ table: string; type: string; key: string | null; rows: number }>(`EXPLAIN ${sql}`, params);
      return rows.map(({ table, type, key, rows: n }) => `${table} ${type} ${key ?? 'no index'} ${n}`);
    }
    return (await this.city.db.read<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params)).map(({ detail }) => detail);
  }

  /** Notes every question from now on, and still asks it. */
  listen(): void {
    const { db } = this.city;
    const note = (sql: string, params: readonly unknown[] = []): void => {
      if (/^\s*(SELECT|WITH)\b/.test(sql)) this.asked.push({ sql, params });
    };
    for (const door of ['read', 'readPrimary'] as const) {
      const ask = db[door].bind(db);
      db[door] = <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
        note(sql, params);
        return ask<Row>(sql, params);
      };
    }
    const askAll = db.readAllPrimary.bind(db);
    db.readAllPrimary = (statements) => {
      for (const { sql, params } of statements) note(sql, params);
      return askAll(statements);
    };
    const write = db.write.bind(db);
    db.write = (work) =>
      write((tx) => {
        const ask = tx.query.bind(tx);
        tx.query = ((sql: string, params?: unknown[]) => {
          note(sql, params);
          return ask(sql, params);
        }) as typeof tx.query;
        return work(tx);
      });
  }
}

/** Stories over tables that were filled once; `analysed` names the long ones. */
export function describePlans(
  title: string,
  { analysed, fill }: { analysed: string; fill: (city: Inside) => Promise<void> },
  stories: (plans: Plans) => void,
): void {
  describeWithServer(title, () => {
    const plans = new Plans();
    let database: TestDatabase | undefined;

    beforeAll(async () => {
      database = await freshDatabase();
      plans.city = await openInside(database);
      await fill(plans.city);
      if (engine === 'mysql') await plans.city.db.read(`ANALYZE TABLE ${analysed}`);
      plans.listen();
    }, 300_000);
    afterAll(async () => {
      await plans.city?.app.close();
      await database?.drop();
    });

    stories(plans);
  });
}
