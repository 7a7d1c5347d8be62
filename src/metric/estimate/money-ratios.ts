import type { Term } from '../family.js';
import type { Ratio } from './products.js';

/** The arm whose costs are judged, and the arm they are held against. */
export interface MoneyArms {
  readonly self: number;
  readonly reference: number;
}

/** Mean cost, mean difference of costs, and ratio of costs, in pico-units. */
export function moneyRatios({ self, reference }: MoneyArms): Readonly<Record<'mean' | 'difference' | 'ratio', Ratio>> {
  const own: Term = { arm: self, quantity: 'cost', times: 1 };
  const other: Term = { arm: reference, quantity: 'cost', times: 1 };
  const under: readonly Term[] = [{ arm: self, quantity: 'weight', times: 1 }];
  return {
    mean: { over: [own], under },
    difference: { over: [own, { ...other, times: -1 }], under },
    ratio: { over: [own], under: [other] },
  };
}
