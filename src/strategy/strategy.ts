import type { Json } from '../domain/json.js';
import type { InputSpec, RouterConfig } from '../router/config.js';

export type StrategyKind = 'static' | 'dynamic' | 'hybrid';

/** A strategy as its file gives it: a pipeline whose values may still be ranges. */
export interface Strategy {
  readonly name: string;
  readonly kind: StrategyKind;
  /** The file it came from, relative to the experiment file. */
  readonly file: string;
  readonly description?: string;
  readonly input?: Partial<InputSpec>;
  /** Policies as written, ranges included. */
  readonly pipeline: readonly Json[];
  readonly fallback: readonly string[];
  /** How routes are carried out, as written, ranges included. */
  readonly execution?: Json;
  /** A router.json in place of a pipeline: measured as it is, nothing is fitted. */
  readonly shipped?: RouterConfig;
}

/** One value chosen for a range, by the path of the range inside the file. */
export type Parameters = Readonly<Record<string, Json>>;

/** One fully set configuration of a strategy. */
export interface Candidate {
  /** `strategy` or `strategy#3` where the strategy has several. */
  readonly id: string;
  readonly strategy: string;
  readonly kind: StrategyKind;
  readonly parameters: Parameters;
  readonly input: InputSpec;
  readonly pipeline: readonly Json[];
  readonly fallback: readonly string[];
  readonly execution?: Json;
  readonly shipped?: RouterConfig;
}

/** A candidate after fitting: the router that is measured, and shipped if chosen. */
export interface FittedCandidate {
  readonly candidate: Candidate;
  readonly config: RouterConfig;
}
