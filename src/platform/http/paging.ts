import { QueryWhole } from './fields.js';

export class PageQuery {
  @QueryWhole(1, 1_000_000, 1) page: number = 1;
  @QueryWhole(1, 200, 20) pageSize: number = 20;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  total: number;
  page: number;
  pageSize: number;
}

/** The page of a list that is whole in memory. */
export const pageOf = <T>(all: readonly T[], { page, pageSize }: PageQuery): Page<T> => ({
  items: all.slice((page - 1) * pageSize, page * pageSize),
  total: all.length,
  page,
  pageSize,
});
