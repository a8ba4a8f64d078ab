/** One history of migrations makes on every engine exactly the tables the entities speak of, and unmakes them again. */
import 'reflect-metadata';
import { readdirSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { ENTITIES, migrate, MIGRATIONS, openSource } from '../src/data-source.js';
import { readConfig } from '../src/platform/config.js';
import { engine, freshDatabase, type TestDatabase } from './support/database.js';
import { describeWithServer } from './support/skip.js';

describeWithServer('the schema', () => {
  let database: TestDatabase;
  let source: DataSource;
  /** MariaDB tells of its columns otherwise than MySQL: asked with the wrong driver it seems to drift. */
  const open = async (): Promise<DataSource> => {
    const { database: where } = readConfig(database.env);
    const given = await openSource(where, 'writer', 2);
    if (where.engine === 'embedded') return given;
    const [row] = await given.query<{ version: string }[]>('SELECT VERSION() AS version');
    const type = /mariadb/i.test(row!.version) ? 'mariadb' : 'mysql';
    if (where.type === type) return given;
    await given.destroy();
    return openSource({ ...where, type }, 'writer', 2);
  };

  beforeAll(async () => {
    database = await freshDatabase();
    source = await open();
    await migrate(source);
  });

  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  /** What would have to be done to the tables to make them what the entities say. */
  const drift = async (): Promise<string[]> => (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  const tables = async (): Promise<string[]> => {
    const sql =
      engine === 'mysql'
        ? 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()'
        : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    return (await source.query<{ name: string }[]>(sql)).map(({ name }) => name).sort();
  };
  const spoken = () => source.entityMetadatas.map(({ tableName }) => tableName).sort();

  it('is what the entities say, to the last index', async () => {
    expect(await drift()).toEqual([]);
    expect((await tables()).filter((name) => name !== 'migrations')).toEqual(spoken());
    expect(source.entityMetadatas).toHaveLength(ENTITIES.length);
  });

  it('finds a drift when there is one', async () => {
    await source.query('DROP TABLE recusals');
    await source.query('ALTER TABLE sign_in_failures ADD COLUMN forgotten integer NULL');
    const [made, ...more] = await drift();
    expect(made).toMatch(/CREATE TABLE .recusals/);
    expect(more.join('\n')).toMatch(/sign_in_failures/);
    await source.dropDatabase();
    await migrate(source);
    expect(await drift()).toEqual([]);
  });

  it('runs every migration there is a file of, each named with its own moment', () => {
    const files = readdirSync('src/migrations').flatMap((name) => /^(\d.*)\.ts$/.exec(name)?.[1] ?? []);
    const written = MIGRATIONS.map((migration) => {
      const [, name, moment] = /^(\w+?)(\d{13})$/.exec(migration.name)!;
      return `${moment}-${name!.replace(/\B[A-Z]/g, '-$&').toLowerCase()}`;
    });
    expect(written).toEqual(files.sort());
  });

  it('goes down to nothing and up again to the same', async () => {
    for (let left = MIGRATIONS.length; left > 0; left--) await source.undoLastMigration({ transaction: 'none' });
    expect((await tables()).filter((name) => name !== 'migrations')).toEqual([]);
    await migrate(source);
    expect(await drift()).toEqual([]);
    expect(await source.query('SELECT number, hash FROM event_head')).toEqual([{ number: 0, hash: '' }]);
  });

  it('has nothing to do the second time', async () => {
    await migrate(source);
    expect(await source.showMigrations()).toBe(false);
    expect(await source.query('SELECT COUNT(*) AS n FROM migrations')).toEqual([{ n: MIGRATIONS.length }]);
  });

  if (engine === 'mysql') {
    it('is made once when several servers start at the same moment', async () => {
      const other = await freshDatabase();
      const { database: where } = readConfig(other.env);
      const sources = await Promise.all(Array.from({ length: 4 }, () => openSource(where, 'writer', 2)));
      await Promise.all(sources.map(migrate));
      expect(await sources[0]!.query('SELECT COUNT(*) AS n FROM migrations')).toEqual([{ n: MIGRATIONS.length }]);
      expect(await sources[0]!.query('SELECT COUNT(*) AS n FROM event_head')).toEqual([{ n: 1 }]);
      await Promise.all(sources.map((one) => one.destroy()));
      await other.drop();
    });

    it('compares every text by its bytes, so that no code matches another', async () => {
      const columns = await source.query<{ name: string }[]>(
        `SELECT CONCAT(table_name, '.', column_name) AS name FROM information_schema.columns
         WHERE table_schema = DATABASE() AND collation_name IS NOT NULL AND collation_name <> 'utf8mb4_bin' AND table_name <> 'migrations'`,
      );
      expect(columns).toEqual([]);
    });
  }
});
