import type { Objective } from '../compare/objective.js';
import { PICO, type Quantity, type Totals } from '../metric/family.js';

/** A quantity's mean per query, and how much of it counts; positive is better. */
export interface ObjectiveTerm {
  readonly quantity: Quantity;
  readonly times: number;
}

/** The objective as a sum of means per query. Quantities that don't count are left out: they may be unknown. */
export function objectiveTerms(objective: Objective): readonly ObjectiveTerm[] {
  switch (objective.kind) {
    case 'minimize_cost':
      return [{ quantity: 'cost', times: -PICO }];
    case 'maximize_quality':
      return [{ quantity: 'quality', times: 1 }];
    case 'utility':
      return [
        { quantity: 'quality', times: 1 },
        { quantity: 'cost', times: -objective.perUsd * PICO },
        { quantity: 'latency', times: -objective.perSecond / 1000 },
      ].filter((term): term is ObjectiveTerm => term.times !== 0);
  }
}

/** The objective of an arm on some totals; higher is better, NaN where a part of it is unknown. */
export function objectiveValue(objective: Objective, totals: Totals, arm: number): number {
  return objectiveTerms(objective).reduce(
    (sum, { quantity, times }) => sum + times * (totals.of(arm, quantity) / totals.weight),
    0,
  );
}

/** The quantities whose totals ranking by the objective needs: its own, and what every comparison shows. */
export function objectiveQuantities(objective: Objective): readonly Quantity[] {
  return [...new Set<Quantity>(['quality', 'cost', ...objectiveTerms(objective).map(({ quantity }) => quantity)])];
}

/** The objective in words. */
export function objectiveText(objective: Objective): string {
  switch (objective.kind) {
    case 'minimize_cost':
      return 'minimise cost';
    case 'maximize_quality':
      return 'maximise quality';
    case 'utility':
      return `maximise quality − ${objective.perUsd} per USD − ${objective.perSecond} per second of a query`;
  }
}
