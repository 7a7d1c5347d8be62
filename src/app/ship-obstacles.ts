import { formatMeasured } from '../domain/measured-text.js';
import type { Results } from '../domain/results.js';

/**
 * Why the chosen router must not reach production, a clause each: every failed `error` gate with the number that was
 * measured, and a test part that contradicts the choice. Empty where nothing stands against it; undecided gates don't.
 */
export function shipObstacles({ choice, gates }: Results): readonly string[] {
  const failed = gates.filter(({ level, verdict }) => level === 'error' && verdict === 'fail');
  return [
    ...failed.map(({ text, observed, unit }) => `gate "${text}" failed: measured ${formatMeasured(observed, unit)}`),
    ...('test' in choice && choice.test === 'contradicted' ? ['the test part contradicts the choice'] : []),
  ];
}
