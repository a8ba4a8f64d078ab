import { type Db, insertRows } from '../platform/db.js';
import type { ArticleHistory } from './article-lives.js';

/** Puts the articles as they stand today in the place of those the city began with; the same however often it is done. */
export async function writeArticles({ lives, tables }: ArticleHistory, db: Db): Promise<void> {
  const all = lives.map(({ head }) => head.id);
  const renewed = lives.filter(({ isRenewed }) => isRenewed).map(({ head }) => head.id);
  await db.write(async (tx) => {
    for (const [table, rows] of Object.entries(tables)) {
      const ids = table === 'knowledge_terms' ? renewed : all;
      const key = table === 'knowledge_articles' ? 'id' : 'articleId';
      if (ids.length > 0) await tx.query(`DELETE FROM ${table} WHERE ${key} IN (${ids.map(() => '?').join(',')})`, ids);
      await insertRows(tx, table, rows);
    }
  });
}
