import { z } from 'zod';
import { features as shapeFeatures } from '../../router/feature/index.js';
import { pack } from '../../router/packed.js';
import type { ForestConfig } from '../../router/predictor/config.js';
import { compileReadings } from '../../router/predictor/forest.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { classesOf, fitClasses, NO_CLASSES } from '../learn/class-scores.js';
import { checkFeatures, featureFields } from '../learn/features.js';
import type { FeaturesSpec } from '../learn/features-schema.js';
import { fitSpace } from '../learn/fit-space.js';
import { featureGroups } from '../learn/groups.js';
import { growTree, type Tree } from '../learn/grow-tree.js';
import { innerTrainings } from '../learn/inner-trainings.js';
import { targetsOf } from '../learn/targets.js';
import { textDirections } from '../learn/text-directions.js';
import type { Training } from '../training.js';
import { definePredictorFit, type FitSource } from './predictor-fit.js';

/** The score is the quality. */
const IDENTITY = { x: [0, QUALITY_ONE], y: [0, QUALITY_ONE] };
const TEXT: FeaturesSpec = [{ words: { ngrams: [1, 1] } }];
const DIMENSION = 4096;
const LEAF = 65_535;
const LEAF_ONE = 128;

/** Extremely randomised trees over what a text is about, what kind of request it looks like, and its shape. */
export const forest = definePredictorFit({
  by: 'forest',
  describe: 'Randomised trees over text directions, learned classes, shape and signals',
  schema: z.strictObject({
    by: z.literal('forest'),
    ...featureFields,
    trees: z.number().int().min(1).max(1000).optional().describe('Default 60'),
    min_leaf: z.number().int().min(1).max(10_000).optional().describe('Fewest training queries of a leaf; default 15'),
    feature_share: z.number().gt(0).max(1).optional().describe('Share of the numbers tried at a node; default 1'),
    directions: z.number().int().min(0).max(256).optional().describe('Leading directions of the text features; default 48'),
    classes: z
      .enum(['category', 'difficulty', 'none'])
      .optional()
      .describe('Label whose classes are learned from the text and guessed at run time; default category, where there is one'),
    signals: z
      .array(z.string().regex(/^signals\../, 'signals.<name>'))
      .min(1)
      .optional()
      .describe('Signals to read'),
  }),
  check(spec, field) {
    checkFeatures({ dimension: DIMENSION, ...spec }, TEXT, field);
    if (spec.signals !== undefined) featureGroups(spec.signals, DIMENSION, `${field}.signals`);
  },
  fit(spec, source) {
    const { training, models, input } = source;
    const groups = featureGroups(spec.features ?? TEXT, spec.dimension ?? DIMENSION, 'features');
    const label = spec.classes ?? 'category';
    const classes = label === 'none' ? [] : classesOf(training[label], training.rows);
    const spaceOn = (on: Training): SpaceConfig => fitSpace(groups, on, input);
    const classesOn = (on: Training) => (label === 'none' ? NO_CLASSES : fitClasses(label, classes, spaceOn(on), on, input));
    const space = spaceOn(training);
    const readings = {
      numbers: shapeFeatures.map(({ name }) => name),
      columns: spec.signals === undefined ? [] : fitSpace(featureGroups(spec.signals, undefined, 'signals'), training, input),
      space,
      projection: textDirections(space, source, spec.directions ?? 48),
      classes: classesOn(training),
    };
    const columns = readColumns(readings, source);
    const first = columns.length - classes.length;
    // A class guessed by a fit that has seen the very request would be believed too much: the trees see guesses out of fold.
    for (const { fold, rest } of classes.length === 0 ? [] : innerTrainings(training))
      guessClasses(columns.slice(first), fold, source, { ...NOTHING, space: spaceOn(rest), classes: classesOn(rest) });
    const trees = grow(columns, source, spec);
    return { tables: [IDENTITY], predictor: { type: 'forest', ...readings, ...packed(trees, models.length) } };
  },
});

type Readings = Pick<ForestConfig, 'numbers' | 'columns' | 'space' | 'projection' | 'classes'>;

const NOTHING = { numbers: [], columns: [], projection: { directions: 0, matrix: pack('i8', []), shift: 0 } };

/** What the router will read of every training row, a column a number. */
function readColumns(readings: Readings, { training, input }: FitSource): Int32Array[] {
  const readingsAt = compileReadings(readings, input)(training.batch);
  const columns: Int32Array[] = [];
  training.rows.forEach((row, at) => {
    readingsAt(row).forEach((value, column) => {
      columns[column] ??= new Int32Array(training.rows.length);
      (columns[column] as Int32Array)[at] = value;
    });
  });
  return columns;
}

/** Overwrites the guesses of a fold's rows by those of a fit on the other folds. */
function guessClasses(
  columns: readonly Int32Array[],
  fold: Uint32Array,
  { training, input }: FitSource,
  readings: Readings,
): void {
  const readingsAt = compileReadings(readings, input)(training.batch);
  const place = new Map(Array.from(training.rows, (row, at) => [row, at]));
  for (const row of fold) {
    readingsAt(row).forEach((value, k) => {
      (columns[k] as Int32Array)[place.get(row) as number] = value;
    });
  }
}

/** Trees that each draw their own thresholds. Where a model's quality is not known, its mean stands in. */
function grow(
  columns: readonly Int32Array[],
  source: FitSource,
  spec: {
    readonly trees?: number | undefined;
    readonly min_leaf?: number | undefined;
    readonly feature_share?: number | undefined;
  },
): Tree[] {
  const { quality, weight, mean } = targetsOf(source);
  const outputs = source.models.length;
  const data = {
    size: source.training.rows.length,
    columns,
    outputs,
    target: quality.map((one, i) => (Number.isNaN(one) ? (mean[i % outputs] as number) : one)),
    weight,
  };
  const settings = { minLeaf: spec.min_leaf ?? 15, featureShare: spec.feature_share ?? 1 };
  return Array.from({ length: spec.trees ?? 60 }, (_, tree) =>
    growTree(data, { ...settings, seed: source.training.seed * 10_007 + tree }),
  );
}

/** The trees one after another, nodes and leaves counted through. */
function packed(
  trees: readonly Tree[],
  models: number,
): Pick<ForestConfig, 'roots' | 'feature' | 'threshold' | 'child' | 'leaves'> {
  const roots: number[] = [];
  const feature: number[] = [];
  const threshold: number[] = [];
  const child: number[] = [];
  const leaves: number[] = [];
  for (const tree of trees) {
    const root = feature.length;
    const firstLeaf = leaves.length / models;
    roots.push(root);
    tree.feature.forEach((asks, node) => {
      const isLeaf = asks < 0;
      feature.push(isLeaf ? LEAF : asks);
      threshold.push((tree.threshold[node] as number) + (isLeaf ? firstLeaf : 0));
      child.push(isLeaf ? 0 : root + (tree.child[node] as number));
    });
    for (const value of tree.leaves) leaves.push(Math.round(value * LEAF_ONE));
  }
  return {
    roots: pack('u32', roots),
    feature: pack('u16', feature),
    threshold: pack('i32', threshold),
    child: pack('u32', child),
    leaves: pack('u8', leaves),
  };
}
