import type { PackedArray } from '../packed.js';
import type { SpaceConfig } from '../space/config.js';
import type { MonotoneTable } from './table.js';

/**
 * A weighted sum per model: score = ⌊(bias + Σ value · weight) / 2^shift⌋. Ridge regression gives a quality in units of 2⁻¹⁶,
 * logistic regression log-odds in units of 2⁻¹⁶.
 */
export interface LinearConfig {
  readonly type: 'linear';
  readonly space: SpaceConfig;
  /** i8 or i16, columns × models: a column's weights stand together. */
  readonly weights: PackedArray;
  /** By model. */
  readonly bias: readonly number[];
  readonly shift: number;
}

/** Requests as sparse rows: request i has the entries offsets[i] … offsets[i + 1] − 1. */
export interface StoredRequests {
  readonly space: SpaceConfig;
  readonly offsets: PackedArray;
  readonly columns: PackedArray;
  /** Values divided by 2^valueShift. */
  readonly values: PackedArray;
  readonly valueShift: number;
}

/**
 * The mean quality of the k most similar stored requests. Similarity is the dot product scaled to 2¹⁸ for the longest
 * possible rows; a neighbour weighs similarity^power; `prior` is the weight of the model's mean over all stored requests.
 * The score is a quality in units of 2⁻²⁰.
 */
export interface KnnConfig extends StoredRequests {
  readonly type: 'knn';
  readonly k: number;
  /** 0: every neighbour weighs the same. */
  readonly power: number;
  /** In units of a similarity of 2⁻¹⁸; at least 1, so that a request without neighbours gets the mean. */
  readonly prior: number;
  /** By model, units of 2⁻²⁰. */
  readonly mean: readonly number[];
  /** u8, requests × models: units of 2⁻⁷, 255 where unknown. */
  readonly quality: PackedArray;
}

/** The weighted mean of other predictions. Weights add up to 256; the score is a quality in units of 2⁻²⁰. */
export interface MixConfig {
  readonly type: 'mix';
  readonly parts: readonly { readonly quality: QualityConfig; readonly weight: number }[];
}

/** Sums over the columns of a space, one a direction: ⌊Σ value · matrix / 2^shift⌋. */
export interface ProjectionConfig {
  readonly directions: number;
  /** i8, columns of the space × directions. */
  readonly matrix: PackedArray;
  readonly shift: number;
}

/**
 * Mean qualities of clusters of requests. A request is projected and stands nearest to the centroids of the greatest dot
 * products; only clusters of a dot product above 0 count. The score is the mean of the nearest clusters' qualities, weighed by
 * `ranks`, in units of 2⁻²⁰; `mean` where no cluster counts.
 */
export interface ClustersConfig {
  readonly type: 'clusters';
  readonly space: SpaceConfig;
  readonly projection: ProjectionConfig;
  /** i8, clusters × directions, all of about the same length. */
  readonly centroids: PackedArray;
  /** Weight of the nearest cluster, of the second nearest, and so on: as many as count. */
  readonly ranks: readonly number[];
  /** u16, clusters × models: units of 2⁻¹⁵. */
  readonly quality: PackedArray;
  /** By model, units of 2⁻²⁰. */
  readonly mean: readonly number[];
}

/**
 * A low-rank linear predictor: what the projection gives along few directions, put together per model. score = ⌊(bias + Σ direction
 * · loading) / 2^shift⌋, in units of 2⁻¹⁶: a quality, or log-odds.
 */
export interface FactorsConfig {
  readonly type: 'factors';
  readonly space: SpaceConfig;
  readonly projection: ProjectionConfig;
  /** i16, models × directions. */
  readonly loadings: PackedArray;
  /** By model. */
  readonly bias: readonly number[];
  readonly shift: number;
}

/**
 * How often each model beats another, by comparisons near the request: the mean of the stored requests' shares, each weighed by
 * its similarity as a part of the nearest one's: weights[⌊2⁶ · similarity / the nearest's⌋]. The score is a share in units of 2⁻²⁰.
 */
export interface EloConfig extends StoredRequests {
  readonly type: 'elo';
  /** Stored requests that count; 0 for the overall ranking alone. */
  readonly k: number;
  /** 65 weights, never falling. */
  readonly weights: readonly number[];
  /** Weight of the overall shares. */
  readonly prior: number;
  /** By model: its chance of beating another, over all comparisons; units of 2⁻²⁰. */
  readonly mean: readonly number[];
  /** u8, requests × models: share of the others that the model beats, in units of 2⁻⁷. */
  readonly wins: PackedArray;
}

/**
 * Whole numbers of 16 bits read off a request in three ways, one after another: `numbers` (fields, by their size), `columns` (each
 * column of a small space) and `sums` (⌊(bias + Σ value · weight) / 2^shift⌋ over the columns of `space`: what the text is about
 * and what kind of request it looks like).
 */
export interface Readings {
  readonly numbers: readonly string[];
  readonly columns: SpaceConfig;
  readonly space: SpaceConfig;
  readonly sums: {
    /** i8, columns of `space` × sums: a column's weights stand together. */
    readonly weights: PackedArray;
    /** By sum. */
    readonly bias: readonly number[];
    readonly shift: readonly number[];
  };
}

/** The mean over decision trees, each stored node by node, a node before all of its first branch, that before its second. */
export interface ForestConfig extends Readings {
  readonly type: 'forest';
  /** u16: the reading a node asks, 65535 at a leaf. */
  readonly asks: PackedArray;
  /** i16, by node that asks: at most this goes to the first branch, more to the second. */
  readonly threshold: PackedArray;
  /** u8, leaves × models: quality in units of 2⁻⁷. */
  readonly leaves: PackedArray;
}

/** Requests seen and those that were right, each by model, in units of 2⁻¹⁰. */
export interface Counts {
  readonly seen: readonly number[];
  readonly right: readonly number[];
}

/**
 * How often each model was right on all requests, on those of a type, and on those of a cohort, by the names of types and cohorts. A mass
 * says for how many requests the wider count stands before the narrower one.
 */
export interface CohortsConfig {
  readonly type: 'cohorts';
  readonly domainMass: number;
  readonly cohortMass: number;
  readonly overall: Counts;
  readonly domains: Readonly<Record<string, Counts>>;
  readonly cohorts: Readonly<Record<string, Counts>>;
}

export type PredictorConfig =
  | LinearConfig
  | KnnConfig
  | MixConfig
  | ForestConfig
  | ClustersConfig
  | FactorsConfig
  | EloConfig
  | CohortsConfig;

/** Predicted quality of every model: a predictor's raw scores, put through a table per model (or one for all). */
export interface QualityConfig {
  readonly predictor: PredictorConfig;
  readonly tables: readonly MonotoneTable[];
}
