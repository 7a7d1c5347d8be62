import type { Change } from '../scenario.js';

/** How a model is doing at the moment. */
export interface Condition {
  readonly outage: number;
  readonly hang: number;
  readonly slow: number;
  readonly errors: number;
  readonly price: number;
  readonly quality: number;
  readonly removed: boolean;
}

/** Conditions by stretch: from `fromMs[i]` on, model m is in condition `conditions[i][m]`. */
export interface Conditions {
  readonly fromMs: Float64Array;
  readonly conditions: readonly (readonly Condition[])[];
  /** Times what the budget is, by stretch. */
  readonly budget: Float64Array;
}

/** What a scenario's changes come to: factors multiply, shares add up as independent chances. */
export function conditionsOf(changes: readonly Change[], modelIds: readonly string[]): Conditions {
  const times = new Set([0, ...changes.flatMap(({ fromMs, toMs }) => [fromMs, toMs])]);
  const fromMs = Float64Array.from([...times].filter(Number.isFinite)).sort();
  const holding = Array.from(fromMs, (at) => changes.filter((change) => at >= change.fromMs && at < change.toMs));
  return {
    fromMs,
    conditions: holding.map((held) =>
      modelIds.map((id) => conditionOf(held.filter(({ models }) => models?.includes(id) ?? true))),
    ),
    budget: Float64Array.from(holding, (held) => product(held.map(({ budget }) => budget))),
  };
}

function conditionOf(held: readonly Change[]): Condition {
  return {
    outage: eitherOf(held.map(({ outage }) => outage)),
    hang: eitherOf(held.map(({ hang }) => hang)),
    slow: product(held.map(({ slow }) => slow)),
    errors: eitherOf(held.map(({ errors }) => errors)),
    price: product(held.map(({ price }) => price)),
    quality: product(held.map(({ quality }) => quality)),
    removed: held.some(({ removed }) => removed),
  };
}

function product(factors: readonly (number | undefined)[]): number {
  return factors.reduce<number>((total, factor) => total * (factor ?? 1), 1);
}

function eitherOf(shares: readonly (number | undefined)[]): number {
  return 1 - shares.reduce<number>((none, share) => none * (1 - (share ?? 0)), 1);
}
