import { FeeCheckRow } from './fee-check.entity.js';

/** Tables of the mandate's extras, for the data source. */
export const FEEDBACK_ENTITIES = [FeeCheckRow];
