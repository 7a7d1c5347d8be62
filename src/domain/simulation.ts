import type { Estimate } from './estimate.js';

/** What `simulate` writes: days in production, by scenario. */
export interface SimulationResults {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly experiment: { readonly name: string; readonly file: string; readonly synthetic: boolean };
  readonly inputs: {
    readonly hash: string;
    readonly files: readonly { readonly role: string; readonly path: string; readonly sha256: string }[];
  };
  readonly seeds: { readonly first: number; readonly count: number };
  readonly confidence: number;
  readonly costUnit: 'usd' | 'calls';
  /** Queries that traffic is drawn from, and the part they are. */
  readonly traffic: { readonly queries: number; readonly part: 'all' | 'test' };
  readonly scenarios: readonly SimulatedScenario[];
}

export interface SimulatedScenario {
  readonly name: string;
  readonly description: string;
  readonly lengthMs: number;
  readonly warmUpMs: number;
  readonly stepMs: number;
  readonly slo: { readonly withinMs: number; readonly share: number };
  readonly budget: { readonly usd: number; readonly periodMs: number; readonly hard: boolean } | null;
  /** Fits of models whose service times are fitted. */
  readonly fits: readonly SimulatedFit[];
  /** One a router and way of carrying its routes out; differences are against the first. */
  readonly rows: readonly SimulatedRow[];
}

export interface SimulatedFit {
  readonly modelId: string;
  readonly firstTokenMs: number;
  readonly tokensPerSecond: number | null;
  readonly n: number;
  readonly r2: number;
  readonly medianError: number;
}

/** Names of a row's measures. Shares are of all requests but those whose outcome isn't known. */
export const SIMULATED_METRICS = [
  'requests',
  'availability',
  'attainment',
  'latencyP50Ms',
  'latencyP95Ms',
  'latencyP99Ms',
  'quality',
  'costPer1k',
  'spent',
  'turnedAway',
  'mostInFlight',
] as const;
export type SimulatedMetric = (typeof SIMULATED_METRICS)[number];

export interface SimulatedRow {
  readonly router: string;
  readonly arm: string;
  /** Means over seeds with Student's intervals; n is the number of seeds. */
  readonly metrics: Readonly<Record<SimulatedMetric, Estimate>>;
  /** Paired by seed: this row less the scenario's first; null on that one. */
  readonly versusFirst: Readonly<Record<'attainment' | 'quality' | 'costPer1k', Estimate>> | null;
  readonly slo: 'kept' | 'missed' | 'undecided';
  /** How requests ended, as shares of all of them: means over seeds. */
  readonly ends: Readonly<Record<'served' | 'failed' | 'refused' | 'shed' | 'over_budget' | 'missing', number>>;
  /** Calls per 1,000 requests by why they were made and, of retries and fallbacks, what had gone wrong. */
  readonly calls: readonly { readonly why: string; readonly cause: string | null; readonly per1k: number }[];
  readonly models: readonly SimulatedModel[];
  /** By step, over all seeds together; null where nothing happened that it could be told from. */
  readonly overTime: {
    readonly perSecond: readonly number[];
    readonly availability: readonly (number | null)[];
    readonly attainment: readonly (number | null)[];
    readonly latencyP50Ms: readonly (number | null)[];
    readonly latencyP95Ms: readonly (number | null)[];
    readonly latencyP99Ms: readonly (number | null)[];
    readonly quality: readonly (number | null)[];
    /** Spent since the budget's period began (without a budget: since the day did), and what the budget then is. */
    readonly spent: readonly number[];
    readonly budget: readonly number[] | null;
  };
}

export interface SimulatedModel {
  readonly modelId: string;
  /** Calls that began, per 1,000 requests, and the share of them that got no answer. */
  readonly callsPer1k: number;
  readonly failed: number | null;
  /** Calls that were turned away, per 1,000 requests. */
  readonly rejectedPer1k: number;
  /** Calls served at once on average, the share of its places that is; null without a limit. */
  readonly busy: number;
  readonly utilisation: number | null;
  /** Calls waiting, on average and at most, by step. */
  readonly waiting: readonly number[];
  readonly mostWaiting: readonly number[];
}
