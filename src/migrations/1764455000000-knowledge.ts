import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';
import { createTables, dropTables, type Tables } from './tables.js';

const TABLES: Tables = {
  knowledge_versions: {
    columns: [
      'articleId* varchar(32)',
      'version* integer',
      'title varchar(200)',
      'body text',
      'legalBasis? text',
      'source? varchar(300)',
      'validFrom varchar(10)',
      'validTo? varchar(10)',
      'reviewAt varchar(10)',
      'open tinyint',
      'tags text',
      'categories text',
      'note? varchar(500)',
      'state varchar(16)',
      'revision integer',
      'writtenBy varchar(64)',
      'writtenAt bigint',
      'decidedBy? varchar(64)',
      'decidedAt? bigint',
      'reason? varchar(500)',
      'yes integer',
      'no integer',
    ],
    indexes: ['knowledge_versions_state: state, articleId'],
  },
  knowledge_terms: {
    columns: ['term* varchar(32)', 'articleId* varchar(32)', 'weight integer'],
    indexes: ['knowledge_terms_article: articleId'],
  },
  knowledge_opinions: {
    columns: [
      'articleId* varchar(32)',
      'version* integer',
      'username* varchar(64)',
      'verdict varchar(16)',
      'remark? varchar(500)',
      'at bigint',
    ],
    indexes: ['knowledge_opinions_verdict: articleId, verdict, at'],
  },
};
const COLUMNS = [
  "state varchar(16) NOT NULL DEFAULT 'released'",
  "openState varchar(16) NOT NULL DEFAULT 'none'",
  "version integer NOT NULL DEFAULT '1'",
  "categories varchar(1000) NOT NULL DEFAULT '[]'",
  "reviewedAt bigint NOT NULL DEFAULT '0'",
  'doubtedAt bigint NULL',
];
const INDEXES = [
  new TableIndex({ name: 'knowledge_articles_state', columnNames: ['state', 'id'] }),
  new TableIndex({ name: 'knowledge_articles_open', columnNames: ['openState', 'id'] }),
  new TableIndex({ name: 'knowledge_articles_review', columnNames: ['state', 'reviewAt'] }),
  new TableIndex({ name: 'knowledge_articles_doubted', columnNames: ['state', 'doubtedAt'] }),
];

/** Articles get versions, a life, words they are found by and the opinions of their readers; those that are there are released first versions. */
export class Knowledge1764455000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const column of COLUMNS) await runner.query(`ALTER TABLE knowledge_articles ADD COLUMN ${column}`);
    await runner.createIndices('knowledge_articles', INDEXES);
    await createTables(runner, TABLES);
    await runner.query(`INSERT INTO knowledge_versions (articleId, version, title, body, legalBasis, validFrom, validTo, reviewAt, open, tags,
        categories, state, revision, writtenBy, writtenAt, yes, no)
      SELECT id, 1, title, body, legalBasis, validFrom, validTo, reviewAt, open, tags, '[]', 'released', 1, 'system', 0, 0, 0
      FROM knowledge_articles`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropTables(runner, TABLES);
    await runner.dropIndices('knowledge_articles', INDEXES);
    for (const column of COLUMNS) await runner.query(`ALTER TABLE knowledge_articles DROP COLUMN ${column.split(' ')[0]}`);
  }
}
