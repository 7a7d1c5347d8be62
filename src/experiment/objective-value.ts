import type { Objective } from '../compare/objective.js';
import { PICO, type Quantity, type Totals } from '../metric/family.js';

/** The objective of an arm on some totals; higher is better, NaN where a part of it is unknown. */
export function objectiveValue(objective: Objective, totals: Totals, arm: number): number {
  const mean = (quantity: 'quality' | 'cost' | 'latency'): number => totals.of(arm, quantity) / totals.weight;
  switch (objective.kind) {
    case 'minimize_cost':
      return -mean('cost') * PICO;
    case 'maximize_quality':
      return mean('quality');
    case 'utility': {
      const seconds = objective.perSecond === 0 ? 0 : (objective.perSecond * mean('latency')) / 1000;
      const money = objective.perUsd === 0 ? 0 : objective.perUsd * mean('cost') * PICO;
      return mean('quality') - money - seconds;
    }
  }
}

/** The quantities whose totals the objective needs. */
export function objectiveQuantities(objective: Objective): readonly Quantity[] {
  const timed = objective.kind === 'utility' && objective.perSecond > 0;
  return timed ? ['quality', 'cost', 'latency'] : ['quality', 'cost'];
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
