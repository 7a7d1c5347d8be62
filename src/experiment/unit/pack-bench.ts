import type { CodedColumn, TextColumn } from '../../domain/column.js';
import type { Dataset } from '../../domain/dataset.js';
import type { Embedding } from '../../domain/embedding.js';
import type { ModelList } from '../../domain/model.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { Message, QueryTable } from '../../domain/query.js';
import type { Experiment } from '../experiment.js';
import { type Grounds, type Workbench, workbenchOf } from '../workbench.js';
import { type PackedTexts, packTexts, unpackTexts } from './pack-texts.js';

/** A workbench as plain values: what it was built from, without what follows from it. Scorers' part of the labels stays at home. */
export interface PackedBench {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly ids: PackedTexts;
  /** The messages of each query as JSON. */
  readonly messages: PackedTexts;
  readonly signals: ReadonlyMap<string, CodedColumn>;
  readonly embeddings: PackedEmbeddings | null;
  readonly labels: Omit<Dataset['labels'], 'scoring'>;
  /** On the experiment's cost basis. */
  readonly table: OutcomeTable;
  readonly grounds: Grounds;
}

/** Embeddings one after another, those of rows without one left out. */
interface PackedEmbeddings {
  readonly numbers: Int16Array;
  /** Length size + 1. */
  readonly offsets: Uint32Array;
}

/** Everything that the same workbench can be built from elsewhere. */
export function packBench({ experiment, known, dataset, table, grounds }: Workbench): PackedBench {
  const { queries, labels } = dataset;
  const { scoring: _scoring, ...rest } = labels;
  return {
    experiment,
    models: known,
    ids: packTexts(queries.ids),
    messages: packTexts({ size: queries.size, get: (row) => JSON.stringify(queries.messages(row)) }),
    signals: queries.signals,
    embeddings: packEmbeddings(queries),
    labels: rest,
    table,
    grounds,
  };
}

/** The workbench that was packed: whatever is computed on it comes to the same. */
export function unpackBench({ experiment, models, table, grounds, labels, ...queries }: PackedBench): Workbench {
  const size = labels.size;
  const unscored: TextColumn = { size, get: () => '{}' };
  return workbenchOf(
    experiment,
    { queries: queriesOf(size, queries), labels: { ...labels, scoring: unscored } },
    models,
    table,
    grounds,
  );
}

function queriesOf(
  size: number,
  { ids, messages, signals, embeddings }: Pick<PackedBench, 'ids' | 'messages' | 'signals' | 'embeddings'>,
): QueryTable {
  const texts = unpackTexts(messages);
  return {
    size,
    ids: unpackTexts(ids),
    messages: (row) => JSON.parse(texts.get(row)) as readonly Message[],
    signals,
    ...(embeddings === null ? {} : { embedding: (row: number) => embeddingAt(embeddings, row) }),
  };
}

function packEmbeddings(queries: QueryTable): PackedEmbeddings | null {
  if (queries.embedding === undefined) return null;
  const rows = Array.from({ length: queries.size }, (_, row) => queries.embedding?.(row) ?? new Int16Array(0));
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((own, row) => {
    offsets[row + 1] = (offsets[row] as number) + own.length;
  });
  const numbers = new Int16Array(offsets[rows.length] as number);
  rows.forEach((own, row) => {
    numbers.set(own, offsets[row]);
  });
  return { numbers, offsets };
}

function embeddingAt({ numbers, offsets }: PackedEmbeddings, row: number): Embedding | undefined {
  const [from, to] = [offsets[row] as number, offsets[row + 1] as number];
  return from === to ? undefined : numbers.subarray(from, to);
}
