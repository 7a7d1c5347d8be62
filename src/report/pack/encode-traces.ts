import type { CodedColumn } from '../../domain/column.js';
import type { Scalar } from '../../domain/json.js';
import type { PackHeader } from './pack-header.js';
import { conditionFields, deciderOf, predictedColumns, type TracedRow } from './traces.js';

/** What traces are made from. */
export interface TraceInput {
  /** Query rows of the reported part, ascending. */
  readonly rows: Uint32Array;
  /** The compared rows, in the results' order. */
  readonly compared: readonly { readonly id: string }[];
  /** How routers decided, by row id; rows that are not there have nothing to tell. */
  readonly traced: ReadonlyMap<string, TracedRow>;
  /** Signals by query row of the dataset. */
  readonly signals: ReadonlyMap<string, CodedColumn<Scalar>>;
}

/** Predicted values a pack has room for: some hundred kilobytes. */
const MOST_PREDICTED = 600_000;
/** A signal of more values than this is a name, not a kind. */
const MOST_VALUES = 64;

/** How routers decided: what their conditions saw, and what they expected of models, as far as there is room. */
export function addTraces(
  { rows, compared, traced, signals }: TraceInput,
  addValues: (name: string, values: Float64Array) => void,
  add: (name: string, of: (query: number) => number) => void,
): Pick<PackHeader, 'deciders' | 'signals' | 'unpredicted'> {
  const kept = new Map<string, CodedColumn<Scalar>>();
  const unpredicted: string[] = [];
  let room = MOST_PREDICTED;
  const deciders = compared.map(({ id }, index) => {
    const row = traced.get(id);
    if (row === undefined) return null;
    const fields = conditionFields(row.config.pipeline);
    for (const name of fields.features) {
      const values = row.feature(name);
      add(`feature/${index}/${name}`, (query) => values[query] as number);
    }
    for (const name of fields.signals) {
      const column = signals.get(name);
      if (column !== undefined && column.values.length <= MOST_VALUES) kept.set(name, column);
    }
    const predicted = predictedColumns(row, rows);
    const fits = 2 * predicted.length * rows.length <= room;
    if (fits) room -= 2 * predicted.length * rows.length;
    else unpredicted.push(id);
    for (const [at, { quality, behind }] of fits ? predicted.entries() : []) {
      addValues(`predicted/${index}/${at}`, quality);
      addValues(`behind/${index}/${at}`, behind);
    }
    return deciderOf(
      row.config,
      Object.fromEntries(Array.from(kept, ([name, { values }]) => [name, values])),
      fits ? predicted : [],
    );
  });
  for (const [name, { codes }] of kept) {
    const codeOf = (query: number): number => codes[query] as number;
    add(`signal/${name}`, (query) => (codeOf(query) < 0 ? Number.NaN : codeOf(query)));
  }
  return { deciders, signals: Object.fromEntries(Array.from(kept, ([name, { values }]) => [name, values])), unpredicted };
}
