import { z } from 'zod';
import { pack } from '../../router/packed.js';
import type { ForestConfig } from '../../router/predictor/config.js';
import { LEAF } from '../../router/predictor/forest.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { checkFeatures, featureFields } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { fitSpace } from '../learn/fit-space.js';
import { type FittedReadings, fitReadings } from '../learn/forest-readings.js';
import { featureGroups } from '../learn/groups.js';
import { growTree, leafOf, type Tree } from '../learn/grow-tree.js';
import { innerTrainings } from '../learn/inner-trainings.js';
import { targetsOf } from '../learn/targets.js';
import { sharedFit } from '../training.js';
import { definePredictorFit, type FitSource } from './predictor-fit.js';

/** The score is the quality. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };
/** Hashed widely, so that few n-grams share a bucket, and then only the most frequent kept. */
const TEXT: FeaturesSpec = [{ marks: { keep: 4096 } }];
const DIMENSION = 32_768;
const LEAF_ONE = 128;

const schema = z.strictObject({
  by: z.literal('forest'),
  ...featureFields,
  trees: z.number().int().min(1).max(1000).optional().describe('Default 60'),
  min_leaf: z.number().int().min(1).max(10_000).optional().describe('Fewest training queries of a leaf; default 15'),
  feature_share: z.number().gt(0).max(1).optional().describe('Share of the numbers tried at a node; default 1/3'),
  directions: z.number().int().min(0).max(256).optional().describe('Leading directions of the text features; default 48'),
  classes: z
    .enum(['category', 'difficulty', 'none'])
    .optional()
    .describe('Label whose classes are learned from the text and guessed at run time; default category, where there is one'),
  signals: z
    .array(z.string().regex(/^signals\./, 'signals.<name>'))
    .min(1)
    .optional()
    .describe('Signals to read'),
});

/** Extremely randomised trees over what a text is about, what kind of request it looks like, and its shape. */
export const forest = definePredictorFit({
  by: 'forest',
  describe: 'Randomised trees over text directions, learned classes, shape and signals',
  schema,
  check(spec, field) {
    checkFeatures({ dimension: DIMENSION, ...spec }, TEXT, field);
    if (spec.signals !== undefined) featureGroups(spec.signals, DIMENSION, `${field}.signals`);
  },
  fit(spec, source) {
    const { readings, columns } = readingsOf(spec, source);
    const trees = grow(columns, source, spec);
    return { tables: [IDENTITY], predictor: { type: 'forest', ...readings, ...packed(trees, source.models.length) } };
  },
  /**
   * Only the trees are grown anew: what they read is found without any outcome, and the classes they read of a row were guessed by
   * a fit that has not seen it.
   */
  heldOutScores(spec, source) {
    const { training, models } = source;
    const { columns } = readingsOf(spec, source);
    const place = new Map(Array.from(training.rows, (row, at) => [row, at]));
    const values = new Float64Array(training.rows.length * models.length);
    for (const { fold, rest } of innerTrainings(training)) {
      const own = Array.from(rest.rows, (row) => place.get(row) as number);
      const trees = grow(
        columns.map((column) => Int16Array.from(own, (at) => column[at] as number)),
        { ...source, training: rest },
        spec,
      );
      for (const row of fold) {
        const at = place.get(row) as number;
        values.set(
          scoresOf(trees, models.length, (feature) => columns[feature]?.[at] as number),
          at * models.length,
        );
      }
    }
    return { rows: training.rows, values };
  },
});

/** Fitted once for the trees of all rows and those of the inner folds. */
function readingsOf(spec: z.infer<typeof schema>, source: FitSource): FittedReadings {
  const { training, input } = source;
  const groups = featureGroups(spec.features ?? TEXT, spec.dimension ?? DIMENSION, 'features');
  const signals = spec.signals === undefined ? [] : featureGroups(spec.signals, undefined, 'signals');
  const read = { directions: spec.directions ?? 48, classes: spec.classes ?? 'category' } as const;
  return sharedFit(training, { fit: 'readings', groups, signals, read, input }, () =>
    fitReadings({ ...read, space: fitSpace(groups, training, input), columns: fitSpace(signals, training, input) }, source),
  );
}

/** What the router would score: the mean over trees of their leaves' qualities, as they are stored. */
function scoresOf(trees: readonly Tree[], models: number, reading: (feature: number) => number): Float64Array {
  const sums = new Float64Array(models);
  for (const tree of trees) {
    const from = leafOf(tree, reading) * models;
    for (let k = 0; k < models; k++) sums[k] = (sums[k] as number) + Math.round((tree.leaves[from + k] as number) * LEAF_ONE);
  }
  return sums.map((sum) => Math.floor((sum * QUALITY_ONE) / (trees.length * LEAF_ONE)));
}

/** Trees that each draw their own thresholds. Where a model's quality is not known, its mean stands in. */
function grow(columns: readonly Int16Array[], source: FitSource, spec: z.infer<typeof schema>): Tree[] {
  const { quality, weight, mean } = targetsOf(source);
  const outputs = source.models.length;
  const data = {
    size: source.training.rows.length,
    columns,
    outputs,
    target: quality.map((one, i) => (Number.isNaN(one) ? (mean[i % outputs] as number) : one)),
    weight,
  };
  const settings = { minLeaf: spec.min_leaf ?? 15, featureShare: spec.feature_share ?? 1 / 3 };
  return Array.from({ length: spec.trees ?? 60 }, (_, tree) =>
    growTree(data, { ...settings, seed: source.training.seed * 10_007 + tree }),
  );
}

/** The trees one after another, each node before its branches, leaves in the order they are come to. */
function packed(trees: readonly Tree[], models: number): Pick<ForestConfig, 'asks' | 'threshold' | 'leaves'> {
  const asks: number[] = [];
  const threshold: number[] = [];
  const leaves: number[] = [];
  for (const tree of trees) {
    const open = [0];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      const own = tree.threshold[node] as number;
      if ((tree.feature[node] as number) >= 0) {
        asks.push(tree.feature[node] as number);
        threshold.push(own);
        open.push((tree.child[node] as number) + 1, tree.child[node] as number);
        continue;
      }
      asks.push(LEAF);
      for (let k = 0; k < models; k++) leaves.push(Math.round((tree.leaves[own * models + k] as number) * LEAF_ONE));
    }
  }
  return { asks: pack('u16', asks), threshold: pack('i16', threshold), leaves: pack('u8', leaves) };
}
