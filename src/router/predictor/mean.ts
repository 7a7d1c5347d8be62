import { listAt, refuse, wholeAt } from '../check.js';
import { QUALITY_ONE } from './table.js';

/**
 * Checks qualities by model, in units of 2⁻²⁰.
 *
 * @throws UserError naming the member and what is accepted
 */
export function checkMean(value: unknown, field: string, models: number): void {
  const mean = listAt(value, field);
  if (mean.length !== models) throw refuse(field, 'has the wrong length', { accepted: `${models} numbers` });
  mean.forEach((one, index) => {
    wholeAt(one, `${field}[${index}]`, 0, QUALITY_ONE);
  });
}
