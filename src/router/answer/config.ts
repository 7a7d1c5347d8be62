import type { AnswerPart } from '../../domain/answer-part.js';
import type { Scalar } from '../../domain/json.js';
import type { PackedArray } from '../packed.js';
import type { MonotoneTable } from '../predictor/table.js';
import type { SpaceConfig } from '../space/config.js';

/**
 * Several samples of one model, of which `need` must come to the same (self-consistency, Wang et al. 2023; as a test of whether to go
 * on, AutoMix, Aggarwal et al. 2024). Every sample is a paid call.
 */
export interface Agreement {
  readonly samples: number;
  readonly need: number;
  readonly compare: AnswerPart;
  /** together: all at once, and the slowest counts. in_turn: one after another, until it is settled whether enough agree. */
  readonly legs: 'together' | 'in_turn';
}

/** What a number of the answer adds to the score: `weights[i]` where edges[i − 1] ≤ x < edges[i]; a missing fact adds nothing. */
export interface NumberFact {
  readonly of: string;
  /** Strictly ascending. */
  readonly edges: readonly number[];
  /** One more than edges. */
  readonly weights: readonly number[];
}

/** What a word or flag of the answer adds: `weights[i]` where it is `values[i]`; any other value, and none, add nothing. */
export interface WordFact {
  readonly of: string;
  readonly values: readonly Scalar[];
  readonly weights: readonly number[];
}

/**
 * The chance that an answer of one model is right: table(⌊(bias + Σ facts) / 2^shift⌋ + what the request adds). Scores are
 * log-odds in units of 2⁻¹⁶.
 */
export interface AnswerChance {
  readonly facts: readonly (NumberFact | WordFact)[];
  readonly bias: number;
  readonly shift: number;
  /** To chances in units of 2⁻²⁰. */
  readonly table: MonotoneTable;
}

/** A chance with what the request says of it beforehand: ⌊Σ value · weight / 2^(shift + 13)⌋ · 2¹³, in steps of an eighth. */
export interface RungChance extends AnswerChance {
  readonly request?: { readonly space: SpaceConfig; readonly weights: PackedArray };
}
