import type { Results } from '../../domain/results.js';

/** Which qualities count as right, as the run took it. */
export function rightness({ protocol }: Pick<Results, 'protocol'>): (quality: number) => boolean {
  const from = protocol.rightAt === 'full' ? 1 : Number.MIN_VALUE;
  return (quality) => quality >= from;
}
