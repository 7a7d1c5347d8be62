import type { Quantity, Term } from '../family.js';

/** Sums are kept in whole multiples of 2 to this: shares and qualities of 2⁻⁴⁸, pico-units of cost of 2⁻¹⁸, milliseconds of 2⁻²⁶. */
const SHARE = -48;
const MONEY = -18;
const TIME = -26;

const MONEYS: readonly (Quantity | 'weight')[] = ['cost', 'overspend', 'rightCost'];

/** The exponent that a quantity's sums by group are rounded to. */
export function exponentOf(quantity: Quantity | 'weight'): number {
  if (quantity === 'latency') return TIME;
  return MONEYS.includes(quantity) ? MONEY : SHARE;
}

/** The exponent of a product of two. */
export function productExponent(one: Term, other: Term): number {
  return exponentOf(one.quantity) + exponentOf(other.quantity) - SHARE;
}
