import type { CodedColumn } from '../../domain/column.js';
import type { Scalar } from '../../domain/json.js';
import { UserError } from '../../domain/user-error.js';
import type { InputSpec } from '../../router/config.js';
import { pack } from '../../router/packed.js';
import { readNumber } from '../../router/space/bins.js';
import { type BinsBlock, type BlockConfig, type SignalBlock, type SpaceConfig, UNIT } from '../../router/space/config.js';
import { gramCounts } from '../../router/space/index.js';
import { log } from '../../stats/log.js';
import { sharedFit, type Training } from '../training.js';
import type { EmbeddingGroup, FeatureGroup, FieldGroup, GramGroup } from './groups.js';

/** Counts above this are as this. */
const MOST_COUNT = 64;
const TF_ONE = 2 ** 8;
const IDF_ONE = 2 ** 12;
const MOST_IDF = 2 ** 16 - 1;
/** A signal of numbers with more values than this is cut into intervals, not spelt out. */
const MOST_VALUES = 64;

/** The feature space of some groups, fitted on the training rows: document frequencies, edges, values seen. */
export function fitSpace(groups: readonly FeatureGroup[], training: Training, input: InputSpec): SpaceConfig {
  return sharedFit(training, { fit: 'space', groups, input }, () => groups.flatMap((group) => blocksOf(group, training, input)));
}

function blocksOf(group: FeatureGroup, training: Training, input: InputSpec): BlockConfig[] {
  switch (group.kind) {
    case 'words':
    case 'marks':
    case 'chars':
      return [gramBlock(group, training, input)];
    case 'embedding':
      return [embeddingBlock(group, training)];
    case 'keywords':
      return [{ type: 'keywords', sets: group.sets, value: shared(group.weight, group.sets.length) }];
    case 'fields':
      return fieldBlocks(group, training, input);
  }
}

/** @throws UserError where training queries have no embedding, or of several lengths */
function embeddingBlock({ weight }: EmbeddingGroup, { batch, rows }: Training): BlockConfig {
  const lengths = new Set(Array.from(rows, (row) => batch.embedding?.(row)?.length ?? 0).filter((length) => length > 0));
  const [length, ...others] = lengths;
  if (length === undefined || others.length > 0)
    throw new UserError({
      field: 'embedding',
      message: length === undefined ? 'no training query has one' : 'training queries have them of several lengths',
      value: [...lengths].join(', '),
      accepted: 'a column "embedding" in the dataset, lists of one length',
    });
  return { type: 'embedding', length, norm: Math.max(1, Math.round(weight * UNIT)) };
}

/** A field that is the same on all training rows says nothing and takes no share of the group's weight. */
function fieldBlocks(group: FieldGroup, training: Training, input: InputSpec): BlockConfig[] {
  const found = group.fields.map((field) => fieldBlock(field, group.bins, training, input));
  const telling = found.filter((block) => (block.type === 'bins' ? block.edges.length > 0 : block.values.length > 1));
  const value = shared(group.weight, telling.length);
  return telling.map((block) => ({ ...block, value }));
}

/** Each of several columns' value when together they are as long as the group's weight. */
function shared(weight: number, columns: number): number {
  return Math.max(1, Math.round((weight * UNIT) / Math.sqrt(columns)));
}

/**
 * Document frequencies over the training rows. idf = 1 + ln((1 + n) / (1 + df)), 0 where df < minDf or df > maxDf · n;
 * tf = 1 + ln(count) or 1. (Salton & Buckley 1988; smoothed and sublinear as scikit-learn has it.)
 */
function gramBlock(group: GramGroup, { batch, rows }: Training, input: InputSpec): BlockConfig {
  const { kind, least, most, dimension } = group;
  const { offsets, buckets } = gramCounts(kind, group, input)(batch);
  const frequency = new Uint32Array(dimension);
  for (const row of rows) {
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at++)
      frequency[buckets[at] as number] = (frequency[buckets[at] as number] as number) + 1;
  }
  const known = Array.from(frequency, (df) => (df < group.minDf || df > group.maxDf * rows.length ? 0 : df));
  const kept = mostFrequent(known, group.keep);
  const idf = known.map((df, bucket) => {
    if (!kept.has(bucket)) return 0;
    if (group.idf === 'none') return IDF_ONE;
    return Math.min(MOST_IDF, Math.round(IDF_ONE * (1 + log((1 + rows.length) / (1 + df)))));
  });
  return {
    type: kind,
    least,
    most,
    dimension,
    norm: Math.max(1, Math.round(group.weight * UNIT)),
    tf:
      group.tf === 'binary'
        ? [TF_ONE]
        : Array.from({ length: MOST_COUNT }, (_, i) => Math.min(1024, Math.round(TF_ONE * (1 + log(i + 1))))),
    idf: pack('u16', idf),
  };
}

/** Indices of the greatest frequencies above 0; ties go to the earlier. */
function mostFrequent(frequency: readonly number[], most: number): ReadonlySet<number> {
  const found = [...frequency.keys()].filter((bucket) => (frequency[bucket] as number) > 0);
  if (found.length <= most) return new Set(found);
  return new Set(found.sort((a, b) => (frequency[b] as number) - (frequency[a] as number) || a - b).slice(0, most));
}

function fieldBlock(field: string, bins: number, training: Training, input: InputSpec): BinsBlock | SignalBlock {
  if (field.startsWith('signals.')) {
    const of = field.slice('signals.'.length);
    const values = signalValues(training.batch.signals.get(of), training.rows);
    const numbers = values.length > MOST_VALUES && values.every((one) => typeof one === 'number');
    if (!numbers) return { type: 'signal', of, values: values.slice(0, 4096), value: 1 };
  }
  return { type: 'bins', of: field, edges: edgesOf(field, bins, training, input), value: 1 };
}

/** Values on the training rows, in an order that other rows have no part in. */
function signalValues(column: CodedColumn | undefined, rows: Uint32Array): Scalar[] {
  if (column === undefined) return [];
  const seen = new Set(Array.from(rows, (row) => column.codes[row] as number).filter((code) => code >= 0));
  const texts = new Map([...seen].map((code) => [JSON.stringify(column.values[code]), column.values[code] as Scalar]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

/** Edges between intervals of about equally many training rows; equal numbers stay together. */
function edgesOf(field: string, bins: number, { batch, rows }: Training, input: InputSpec): number[] {
  const numberAt = readNumber(field, input)(batch);
  const sorted = Float64Array.from(rows, numberAt)
    .filter((one) => !Number.isNaN(one))
    .sort();
  const edges: number[] = [];
  for (let i = 1; i < bins; i++) {
    const edge = sorted[Math.floor((i * sorted.length) / bins)];
    if (edge !== undefined && edge > (edges.at(-1) ?? (sorted[0] as number))) edges.push(edge);
  }
  return edges;
}
