import { z } from 'zod';
import { murmur3 } from '../../router/identity/murmur3.js';
import { pack } from '../../router/packed.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkFeatures, featureFields, spaceOf } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { type SparseRows, sparseRows } from '../learn/sparse-rows.js';
import { targetsOf } from '../learn/targets.js';
import { definePredictorFit, type FitSource } from './predictor-fit.js';

/** The score is the quality. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };
const FEATURES: FeaturesSpec = ['words'];
const SIMILARITY_ONE = 2 ** 18;
const STORED_ONE = 128;
const UNKNOWN = 255;
const POWERS = { plain: 0, similarity: 1, squared: 2 } as const;

/** Nearest neighbours by cosine (Cover & Hart 1967); only hashed vectors of the training queries are stored, never their text. */
export const knn = definePredictorFit({
  by: 'knn',
  describe: 'Mean quality of the k most similar training queries',
  schema: z.strictObject({
    by: z.literal('knn'),
    ...featureFields,
    k: z.number().int().min(1).max(1024).optional().describe('Neighbours; default 40'),
    weighting: z.enum(['plain', 'similarity', 'squared']).optional().describe('What a neighbour weighs; default similarity'),
    prior: z.number().min(0).max(64).optional().describe('Weight of the model’s mean, in neighbours of similarity 1; default 0'),
    most_examples: z.number().int().min(1).max(4_000_000).optional().describe('Training queries stored at most, drawn by hash'),
  }),
  check: (spec, field) => checkFeatures(spec, FEATURES, field),
  fit(spec, source) {
    const { training, models, input } = source;
    const space = spaceOf(spec, FEATURES, source);
    const { quality, mean } = targetsOf(source);
    const kept = keptExamples(source, spec.most_examples ?? training.rows.length);
    const stored = storedRows(
      sparseRows(
        space,
        training.batch,
        kept.map((at) => training.rows[at] as number),
        input,
      ),
    );
    const known = Array.from(kept).flatMap((at) => [...quality.subarray(at * models.length, (at + 1) * models.length)]);
    return {
      tables: [IDENTITY],
      predictor: {
        type: 'knn',
        space,
        k: spec.k ?? 40,
        power: POWERS[spec.weighting ?? 'similarity'],
        prior: Math.max(1, Math.round((spec.prior ?? 0) * SIMILARITY_ONE)),
        mean: Array.from(mean, (one) => Math.round(one * QUALITY_ONE)),
        offsets: pack('u32', stored.offsets),
        columns: pack(stored.columns > 2 ** 16 ? 'u32' : 'u16', stored.index),
        values: pack(stored.type, stored.value),
        valueShift: stored.shift,
        quality: pack(
          'u8',
          known.map((one) => (Number.isNaN(one) ? UNKNOWN : Math.round(one * STORED_ONE))),
        ),
      },
    };
  },
});

/** Indices of the training rows that are stored, ascending: those of the least hashes of (seed, row). */
function keptExamples({ training }: FitSource, most: number): Uint32Array {
  const all = Uint32Array.from(training.rows, (_, at) => at);
  if (all.length <= most) return all;
  const rank = Float64Array.from(training.rows, (row) => murmur3(`example ${row}`, training.seed));
  return all
    .sort((a, b) => (rank[a] as number) - (rank[b] as number) || a - b)
    .slice(0, most)
    .sort();
}

/** Values in a byte each, by dropping as few bits as the greatest allows; columns ascend within a row, zeros are not stored. */
function storedRows(rows: SparseRows) {
  const greatest = rows.value.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const type = rows.value.some((one) => one < 0) ? 'i8' : 'u8';
  const most = type === 'i8' ? 127 : 255;
  let shift = 0;
  let scale = 1;
  for (; greatest / scale > most + 1; shift++) scale *= 2;
  const offsets = [0];
  const index: number[] = [];
  const value: number[] = [];
  for (let row = 0; row < rows.size; row++) {
    const from = rows.offsets[row] as number;
    const order = rows.index.slice(from, rows.offsets[row + 1]).map((_, i) => from + i);
    order.sort((a, b) => (rows.index[a] as number) - (rows.index[b] as number));
    for (const at of order) {
      const stored = Math.max(-most, Math.min(most, Math.trunc((rows.value[at] as number) / scale)));
      if (stored === 0) continue;
      index.push(rows.index[at] as number);
      value.push(stored);
    }
    offsets.push(index.length);
  }
  return { offsets, index, value, columns: rows.columns, type, shift } as const;
}
