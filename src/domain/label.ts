import type { CodedColumn, TextColumn } from './column.js';
import type { Json } from './json.js';

/** What a scorer and the statistics may see of a query; a router never does. */
export interface Label {
  readonly queryId: string;
  readonly category?: string;
  readonly difficulty?: string;
  /** The right answer: a text, a number, a list of accepted texts, or a structure a scorer understands. */
  readonly reference?: Json;
  readonly choices?: readonly string[];
  readonly rubric?: string;
  /** Queries of one group are never split apart and are resampled together. */
  readonly group?: string;
  /** The part this query belongs to, where the dataset fixes it: train, validation or test. */
  readonly split?: string;
  /** Traffic weight, > 0; 1 when absent. */
  readonly weight?: number;
  /** ISO 8601 time of arrival. */
  readonly arrivedAt?: string;
}

/** Labels by column, row for row beside a QueryTable. */
export interface LabelTable {
  readonly size: number;
  readonly category: CodedColumn<string>;
  readonly difficulty: CodedColumn<string>;
  readonly group: CodedColumn<string>;
  readonly split: CodedColumn<string>;
  /** Traffic weights; all 1 when the dataset has none. */
  readonly weight: Float64Array;
  /** Milliseconds since 1970, NaN where absent. */
  readonly arrivedAtMs: Float64Array;
  /** JSON text of {reference, choices, rubric} by row; `{}` where absent. Read only by scorers. */
  readonly scoring: TextColumn;
}

/** What a scorer reads of a label. */
export interface ScoringLabel {
  readonly reference?: Json;
  readonly choices?: readonly string[];
  readonly rubric?: string;
}
