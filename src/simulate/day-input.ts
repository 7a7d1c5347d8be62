import type { CodedColumn } from '../domain/column.js';
import type { Model } from '../domain/model.js';
import type { OutcomeTable } from '../domain/outcome-table.js';
import type { ExecutionPolicy } from '../router/execution-policy.js';
import type { RouteColumns } from '../router/router.js';
import type { LiveRouter } from './live-router.js';
import type { LatencyFit } from './provider/fit-latency.js';
import type { Scenario } from './scenario.js';

/** A router as it is played: what it makes of queries, and how its routes are carried out. */
export interface Played {
  /** What the router makes of each query, by stretch of the scenario's changes (see `conditionsOf`); one for all where it is told nothing. */
  readonly routes: readonly RouteColumns[];
  /** In place of `routes` for a router that remembers. */
  readonly live?: LiveRouter;
  readonly policy: ExecutionPolicy;
}

/** What is simulated: recorded queries, and the router that decides for them. */
export interface DayInput extends Played {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly table: OutcomeTable;
  /** In the table's order. */
  readonly models: readonly Model[];
  readonly fits: readonly (LatencyFit | null)[];
  readonly queries: QueryFacts;
  /** Visits that another router decides for; each has a memory and breakers of its own. */
  readonly trial?: Played & { readonly inB: (visit: number) => boolean };
  /** The routers' own time for a decision. */
  readonly routerTimeMs: number;
  /** Told of every request that ends, in the order in which they do. */
  readonly onEnd?: (request: EndedRequest) => void;
}

/** What traffic is made of. */
export interface QueryFacts {
  /** Rows of the dataset that may come. */
  readonly rows: Uint32Array;
  readonly weight: Float64Array;
  readonly category: CodedColumn<string>;
  /** NaN where unknown. */
  readonly arrivedAtMs: Float64Array;
  readonly signals: ReadonlyMap<string, CodedColumn>;
}

export interface EndedRequest {
  readonly row: number;
  /** Number of its visit, in order of arrival. */
  readonly visit: number;
  readonly arrivedMs: number;
  /** Index into REQUEST_ENDS. */
  readonly end: number;
  /** 0..1, NaN where unknown. */
  readonly quality: number;
  readonly costPico: number;
  readonly latencyMs: number;
}
