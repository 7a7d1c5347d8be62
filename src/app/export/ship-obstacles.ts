import { formatMeasured } from '../../domain/measured-text.js';
import type { Results } from '../../domain/results.js';

/**
 * Why the chosen router must not reach production, a clause each: every failed `error` gate with the number that was
 * measured and whose it is, and a test part that contradicts the choice. Undecided ones count only where that is asked
 * (`run --strict`).
 */
export function shipObstacles({ choice, gates, rows }: Results, strict = false): readonly string[] {
  const label = (id: string | null): string => rows.find((row) => row.id === id)?.label ?? id ?? 'the run';
  const binding = gates.filter(({ level }) => level === 'error');
  const test = 'test' in choice ? choice.test : 'confirmed';
  return [
    ...binding
      .filter(({ verdict }) => verdict === 'fail')
      .map(
        ({ text, observed, unit, rowId }) =>
          `gate "${text}" failed: measured ${formatMeasured(observed, unit)} of ${label(rowId)}`,
      ),
    ...(test === 'contradicted' ? ['the test part contradicts the choice'] : []),
    ...(strict
      ? binding.filter(({ verdict }) => verdict === 'undecided').map(({ text }) => `gate "${text}" is undecided under --strict`)
      : []),
    ...(strict && test === 'undecided'
      ? ['the test part neither confirms nor contradicts the choice, undecided under --strict']
      : []),
  ];
}
