import type { Anchor, Goal, Row } from './benchmark.js';

/** How many times better than the anchor; null where there is none, or it couldn't be measured. Rates are better when higher. */
export function ratioOf({ value, unit, anchor }: Pick<Row, 'value' | 'unit' | 'anchor'>): number | null {
  if (anchor === undefined || !isMeasured(anchor)) return null;
  return unit === '/s' ? value / anchor.value : anchor.value / value;
}

/** Whether a row is as good as promised; null where nothing was, or its anchor is missing. */
export function isMet(row: Row): boolean | null {
  const { goal, value } = row;
  if (goal === undefined) return null;
  if (goal.kind === 'most') return value <= goal.value;
  if (goal.kind === 'least') return value >= goal.value;
  const ratio = ratioOf(row);
  return ratio === null ? null : ratio >= goal.atLeast;
}

export function isMeasured(anchor: Anchor): anchor is Extract<Anchor, { value: number }> {
  return 'value' in anchor;
}

/** Linear with some room for noise: what no growth may exceed. */
const LINEAR = 1.05;

export function isLinear(exponent: number): boolean {
  return exponent <= LINEAR;
}

export function goalText(goal: Goal, write: (value: number) => string): string {
  if (goal.kind === 'times') return `≥ ${goal.atLeast.toLocaleString('en-US')} ×`;
  return `${goal.kind === 'most' ? '≤' : '≥'} ${write(goal.value)}`;
}
