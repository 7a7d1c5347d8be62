import type { Model } from '../domain/model.js';
import type { OutcomeTable } from '../domain/outcome-table.js';
import type { FeedbackSpec } from '../replay/feedback.js';
import type { RequestBatch, Router } from '../router/router.js';
import type { QueryFacts } from './day-input.js';

export interface SimulatedRouter {
  readonly name: string;
  readonly router: Router;
  /** Its own time for a decision. */
  readonly timeMs: number;
}

/** Everything one day is played on. */
export interface Scene {
  readonly table: OutcomeTable;
  /** In the table's order. */
  readonly models: readonly Model[];
  readonly queries: QueryFacts;
  readonly batch: RequestBatch;
  readonly routers: readonly SimulatedRouter[];
  /** How ratings come about, for routers that remember. */
  readonly feedback: FeedbackSpec;
}

/** Everything scenarios are played on. */
export interface Stage extends Scene {
  readonly seeds: { readonly first: number; readonly count: number };
}
