import type { EntityManager, QueryRunner } from 'typeorm';

/** One statement and its parameters. The text is always our own; values travel as parameters only. */
export interface Statement {
  sql: string;
  params?: readonly unknown[];
}

/** Rows as they come from the database. */
export type Rows = Record<string, unknown>[];
/** The answers of at least one statement. */
export type Answers = [Rows, ...Rows[]];
type Ask = (sql: string, params: unknown[]) => Promise<unknown>;

const SEPARATOR = ';\n';
/** Several statements as one text and one list of parameters, for a connection of the MySQL protocol that allows it. */
const joinedOf = (statements: readonly Statement[]): [string, unknown[]] => [
  statements.map(({ sql }) => sql).join(SEPARATOR),
  statements.flatMap(({ params = [] }) => params),
];

/**
 * A transaction's statements whose answers nobody needs wait here and travel with the next one that is asked, at the latest with the
 * commit: every journey to the server costs more than the statement itself. One that fails takes those behind it along.
 */
class Packet {
  private waiting: Statement[] = [];
  private readonly say: Ask;

  constructor(runner: QueryRunner) {
    this.say = runner.query.bind(runner);
    const query: Ask = async (sql, params) => {
      if (sql === 'START TRANSACTION') return this.later({ sql });
      if (sql === 'ROLLBACK') this.waiting = [];
      const [answer] = await this.ask([{ sql, params }]);
      return answer;
    };
    Object.assign(runner, { query });
  }

  later(statement: Statement): void {
    this.waiting.push(statement);
  }

  async ask(statements: readonly Statement[]): Promise<unknown[]> {
    const all = [...this.waiting, ...statements];
    this.waiting = [];
    return (await askJoined(this.say, all)).slice(-statements.length);
  }
}

/** Statements in one packet on one connection; the answer of each. */
async function askJoined(say: Ask, statements: readonly Statement[]): Promise<unknown[]> {
  const [sql, params] = joinedOf(statements);
  const answer: unknown = await say(sql, params);
  return statements.length === 1 ? [answer] : (answer as unknown[]);
}

/** Gives a runner of the MySQL protocol its packet; without one every statement travels by itself. */
export function gather(runner: QueryRunner): void {
  runner.data.packet = new Packet(runner);
}

const packetOf = (tx: EntityManager): Packet | undefined => tx.queryRunner?.data.packet as Packet | undefined;

/** Says a statement whose answer nobody needs; it is done before the next that is asked, and before the commit. */
export async function say(tx: EntityManager, sql: string, params: unknown[] = []): Promise<void> {
  const packet = packetOf(tx);
  if (packet) packet.later({ sql, params });
  else await tx.query(sql, params);
}

/** Asks several statements at once; the rows of each come in the same order. */
export async function askAll(tx: EntityManager, statements: readonly Statement[]): Promise<Answers> {
  const packet = packetOf(tx);
  return packet ? ((await packet.ask(statements)) as Answers) : oneByOne((sql, params) => tx.query(sql, params), statements);
}

/** The same outside a transaction. */
export const askAllOn = async (runner: QueryRunner, statements: readonly Statement[]): Promise<Answers> =>
  (await askJoined(runner.query.bind(runner), statements)) as Answers;

/** One after the other, where a journey costs nothing. */
export async function oneByOne(ask: (sql: string, params: unknown[]) => Promise<Rows>, statements: readonly Statement[]): Promise<Answers> {
  const answers: Rows[] = [];
  for (const { sql, params = [] } of statements) answers.push(await ask(sql, [...params]));
  return answers as Answers;
}
