import type { Results } from '../domain/results.js';
import { chosenOnText } from './protocol-text.js';

/** What the comparison table says of itself: its intervals, the row its dashed line is, and its order. */
export function comparisonCaption({ protocol }: Pick<Results, 'protocol'>): string {
  const where = chosenOnText(protocol);
  const order = where === null ? '' : ` Best first by the objective (${protocol.objective}) on ${where}.`;
  return `Differences are paired on the same queries, with ${100 * protocol.bootstrap.confidence} % intervals. The dashed line is ${protocol.reference}. ★ marks the choice.${order}`;
}
