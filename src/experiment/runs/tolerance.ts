import { nearest } from '../../domain/nearest.js';
import { MEASURES, type Measure, type Tolerance } from '../../domain/run-comparison.js';
import { UserError } from '../../domain/user-error.js';

/** Nothing worse is tolerated. */
export const NO_TOLERANCE: Tolerance = { quality: 0, cost: 0, latency: 0 };

const ACCEPTED = 'quality=0.01 (of the 0..1 scale), cost=5% (of what it was), latency=10%, each also any';

/**
 * How much worse is still all right, from `measure=amount` texts; measures that aren't named tolerate nothing.
 *
 * @throws UserError for what is no measure or no amount
 */
export function toleranceOf(texts: readonly string[]): Tolerance {
  return { ...NO_TOLERANCE, ...Object.fromEntries(texts.map(oneOf)) };
}

function oneOf(text: string): [Measure, number | null] {
  const [name = '', amount = ''] = text.split('=', 2).map((part) => part.trim());
  const measure = MEASURES.find((one) => one === name);
  if (measure === undefined) {
    const close = nearest(name, MEASURES);
    throw refused(text, 'no such measure', close === undefined ? {} : { nearest: close });
  }
  return [measure, amount === 'any' ? null : amountOf(text, amount)];
}

function amountOf(text: string, amount: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(amount) ?? [];
  if (digits === undefined) throw refused(text, 'not an amount', {});
  return Number(digits) * (percent === '%' ? 0.01 : 1);
}

function refused(value: string, message: string, more: { readonly nearest?: string }): UserError {
  return new UserError({ field: '--tolerance', message, value, accepted: ACCEPTED, ...more });
}
