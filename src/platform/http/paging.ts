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
