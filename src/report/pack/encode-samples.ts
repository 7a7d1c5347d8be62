import { maxSamples, type OutcomeTable } from '../../domain/outcome-table.js';
import type { DecidedRow } from '../decisions-csv.js';
import { choicePath, decidedPath, readRow } from './encode-paths.js';
import type { PackHeader } from './pack-header.js';

/** Samples of a cell that a pack tells apart; means are over all of them. */
const MOST_SAMPLES = 5;

type Add = (name: string, of: (query: number) => number) => void;

/**
 * Every sample by itself where some cell has several: what each answer came to, and what rows did on each pass over the recordings
 * (pass p reads sample p of every cell, modulo what there is). Rows with a memory walk instead, and expectations make no calls: of both
 * there is nothing to add. Undefined where each cell has one sample.
 *
 * @param pathCode number of a path in the pack's dictionary
 */
export function addSamples(
  { table, compared }: { readonly table: OutcomeTable; readonly compared: readonly DecidedRow[] },
  add: Add,
  pathCode: (path: string | undefined) => number,
): PackHeader['samples'] {
  const count = Math.min(MOST_SAMPLES, maxSamples(table));
  if (count < 2) return undefined;
  const passes = Array.from({ length: count }, (_, pass) => pass);
  for (const model of table.modelIds.keys()) for (const sample of passes) addSample(add, table, model, sample);
  const rows = [...compared.keys()].filter((index) => isRepeated(compared[index]));
  for (const index of rows)
    for (const pass of passes) addPass(add, table, compared[index] as DecidedRow, { index, pass, pathCode });
  return { count, rows };
}

function isRepeated(row: DecidedRow | undefined): boolean {
  return row !== undefined && row.walks === undefined && (row.replicates !== undefined || row.arm.first !== null);
}

function addSample(add: Add, table: OutcomeTable, model: number, sample: number): void {
  const models = table.modelIds.length;
  const of = (column: ArrayLike<number>) => (query: number) => {
    const from = table.cellOffsets[query * models + model] as number;
    const size = (table.cellOffsets[query * models + model + 1] as number) - from;
    return sample < size ? (column[from + sample] as number) : Number.NaN;
  };
  const at = `${model}/${sample}`;
  add(`sample.quality/${at}`, of(table.quality));
  add(`sample.cost/${at}`, of(table.costPico));
  add(`sample.latency/${at}`, of(table.latencyMs));
  add(`sample.status/${at}`, of(table.status));
  add(`sample.input/${at}`, of(table.inputTokens));
  add(`sample.output/${at}`, of(table.outputTokens));
  add(`sample.cached/${at}`, of(table.cachedInputTokens));
}

interface PassPlace {
  readonly index: number;
  readonly pass: number;
  readonly pathCode: (path: string | undefined) => number;
}

function addPass(add: Add, table: OutcomeTable, row: DecidedRow, { index, pass, pathCode }: PassPlace): void {
  const decisions = row.replicates?.[pass];
  const path = decisions === undefined ? choicePath(row, table, pass) : decidedPath(decisions, table);
  const at = `${index}/${pass}`;
  const of = (decided: Float64Array | undefined, recorded: ArrayLike<number>) => (query: number) => {
    if (decided !== undefined) return decided[query] as number;
    const read = readRow(row, table, query, pass);
    return read < 0 ? Number.NaN : (recorded[read] as number);
  };
  add(`pass.path/${at}`, (query) => pathCode(path(query)));
  add(`pass.quality/${at}`, of(decisions?.quality, table.quality));
  add(`pass.cost/${at}`, of(decisions?.costPico, table.costPico));
  add(`pass.latency/${at}`, of(decisions?.latencyMs, table.latencyMs));
}
