import type { Estimate } from '../domain/estimate.js';
import type { MetricDefinition } from '../domain/results.js';

/** Additive quantities kept per arm; every mean, difference and ratio of the report is a function of their totals. */
export const QUANTITIES = [
  'quality',
  'cost',
  'latency',
  'failed',
  'refused',
  'fellBack',
  'escalated',
  'over',
  'under',
  'overspend',
  'right',
  'rightCost',
  'solvable',
  'flips',
  'shareQuality',
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** Totals over a part (or over one bootstrap resample of it). Arms are numbered by the caller. */
export interface Totals {
  /** Sum of traffic weights. */
  readonly weight: number;
  /** Weighted total of a quantity of an arm; cost in pico-units. NaN where unknown. */
  of(arm: number, quantity: Quantity): number;
}

/** Which arm is judged, and the arms it is held against. */
export interface Roles {
  readonly self: number;
  readonly reference: number;
  /** Cheapest-if-none-right oracle; null when not among the arms. */
  readonly oracle: number | null;
  readonly pair: { readonly weak: number; readonly strong: number } | null;
  /** Arms of the compared single models; such an arm has its model's number. */
  readonly singles: readonly number[];
  /** Best single model by quality on the part. */
  readonly bestSingle: number;
  /** First-call shares of the judged arm by model; null for mixtures and oracles. */
  readonly shares: Float64Array | null;
  /** Costs are USD, not calls. */
  readonly usd: boolean;
}

/** A total of an arm, or the weight, that counts `times` in a sum. */
export interface Term {
  /** Of no account for the weight. */
  readonly arm: number;
  readonly quantity: Quantity | 'weight';
  readonly times: number;
}

/** A metric that is one sum of totals over another, seen through a monotone function: a few large values may carry it. */
export interface RatioMetric {
  readonly name: string;
  readonly over: readonly Term[];
  readonly under: readonly Term[];
  /** The ratio's estimate as the metric's. */
  seen(ratio: Estimate, totals: Totals): Estimate;
}

/** A family of metrics that are functions of totals. One file each, listed in index.ts. */
export interface MetricFamily {
  readonly definitions: readonly MetricDefinition[];
  /** Names of those that are means of values in 0..1: their interval has a width even where every value is 0, or every one 1. */
  readonly shares?: readonly string[];
  /** Those that have a bootstrap-t interval. */
  ratios?(roles: Pick<Roles, 'self' | 'reference'>): readonly RatioMetric[];
  /** One value a definition, in their order; NaN where it can't be known or does not apply. */
  compute(totals: Totals, roles: Roles): readonly number[];
}

/** Pico-units to units. */
export const PICO = 1e-12;
