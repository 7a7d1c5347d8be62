import type { ConstraintVerdict, Results } from '../../domain/results.js';
import { formatMeasured, VERDICT_SIGN } from '../format.js';
import { chosenRow } from '../row-name.js';

export interface ConstraintSection {
  readonly titles: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly chosen: boolean;
    readonly cells: readonly { readonly verdict: ConstraintVerdict; readonly sign: string; readonly observed: string }[];
  }[];
}

/** Every row's constraints on the reported part; null where none were set. */
export function constraintSection(results: Results): ConstraintSection | null {
  const rows = results.rows.filter(({ constraints }) => constraints.length > 0);
  const first = rows[0];
  if (first === undefined) return null;
  const chosen = chosenRow(results)?.id;
  return {
    titles: first.constraints.map(({ text }) => text),
    rows: rows.map((row) => ({
      label: row.label,
      chosen: row.id === chosen,
      cells: row.constraints.map(({ verdict, observed, unit }) => ({
        verdict,
        sign: VERDICT_SIGN[verdict],
        observed: formatMeasured(observed, unit),
      })),
    })),
  };
}
