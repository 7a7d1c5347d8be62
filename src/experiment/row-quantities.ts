import { moneyRatios } from '../metric/estimate/money-ratios.js';
import type { Ratio } from '../metric/estimate/products.js';
import type { Quantity } from '../metric/family.js';
import { families } from '../metric/index.js';
import type { Compared } from './compared.js';

/** What is kept of rows that could be shipped, and of the other controls: misrouting by an oracle says nothing. */
const BASIC: readonly Quantity[] = ['quality', 'cost', 'failed', 'refused', 'fellBack', 'escalated'];
export const DEPLOYABLE: readonly Quantity[] = [
  ...BASIC,
  'over',
  'under',
  'overspend',
  'right',
  'rightCost',
  'solvable',
  'shareQuality',
  'flips',
];
/** What optimality is measured against. */
const ORACLE: readonly Quantity[] = [...BASIC, 'right', 'solvable'];

/** Every ratio with a bootstrap-t interval, of every arm. */
export function ratiosOf(arms: number, reference: number): Ratio[] {
  return Array.from({ length: arms }, (_, self) => [
    ...families.flatMap((family) => family.ratios?.({ self, reference }) ?? []),
    ...Object.values(moneyRatios({ self, reference })),
  ]).flat();
}

/** The quantities that a row is scored by. */
export function quantitiesOf({ id, kind }: Pick<Compared, 'id' | 'kind'>): readonly Quantity[] {
  if (kind !== 'control') return DEPLOYABLE;
  return id === 'control:oracle' ? ORACLE : BASIC;
}
