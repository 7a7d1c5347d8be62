import type { LabelTable } from './label.js';
import type { QueryTable } from './query.js';

/** Labelled queries: two tables with the same rows, kept apart so that a router can be handed the first alone. */
export interface Dataset {
  readonly queries: QueryTable;
  readonly labels: LabelTable;
}
