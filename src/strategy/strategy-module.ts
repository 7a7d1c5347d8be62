import type { RouteRequest } from '../router/router.js';

/**
 * A drop-in strategy (`strategies/*.mjs`): any other router, put in the same table. It is compared, never chosen or exported,
 * because nothing shows that what it does here is what it does elsewhere.
 */
export interface StrategyModule {
  /** Unique among the experiment's modules. */
  readonly name: string;
  readonly description?: string;
  /** The id of the model it would use. Asked once a query, in the dataset's order; may be asynchronous. */
  route(request: RouteRequest): string | Promise<string>;
}

/** The identity, for the type: `export default defineStrategy({ … })`. */
export function defineStrategy(module: StrategyModule): StrategyModule {
  return module;
}
