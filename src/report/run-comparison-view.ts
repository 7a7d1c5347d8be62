import type { ProtocolDifference, RunComparison } from '../domain/run-comparison.js';
import { comparisonTables, type TextTable } from './comparison-tables.js';
import { headlineOf, howText, inputsText, toneOf } from './comparison-text.js';
import { inertTexts } from './inert-text.js';

/** Everything the views of two runs say. */
export interface RunComparisonView {
  readonly title: string;
  /** What changed and how sure that is. */
  readonly headline: string;
  readonly tone: 'good' | 'bad' | 'open';
  /** What the numbers must be read with, the gravest first. */
  readonly differences: readonly { readonly effect: ProtocolDifference['effect']; readonly text: string }[];
  readonly inputs: string;
  readonly how: string;
  readonly tables: readonly TextTable[];
}

/** The words and tables of a comparison. Its texts are inert. */
export function runComparisonView(comparison: RunComparison): RunComparisonView {
  const shown = inertTexts(comparison);
  return {
    title: `${shown.head.experiment}: head against base${shown.synthetic ? ' (SYNTHETIC DATA)' : ''}`,
    headline: headlineOf(shown),
    tone: toneOf(shown),
    differences: shown.differences.map(({ effect, message }) => ({ effect, text: message })),
    inputs: inputsText(shown),
    how: howText(shown),
    tables: comparisonTables(shown),
  };
}
