import type { Json } from '../domain/json.js';
import type { ScoringLabel } from '../domain/label.js';
import type { Recording } from '../domain/recording.js';

/** Turns one answer into a quality. Pure: the same recording and label give the same number, for ever. */
export interface Scorer {
  /** As named in the experiment file. */
  readonly name: string;
  /** Raised whenever a change could give any answer another quality, so that old results stay explainable. */
  readonly version: number;
  /** What it reads of a recording: the quality the source gave, or the answer's text. */
  readonly needs: 'given' | 'text';
  /**
   * Quality 0..1 of a recording, or null when it cannot be scored: no reference of a shape this scorer reads, no answer.
   * Never called for a failed call. Never throws, whatever the text.
   */
  score(recording: Recording, label: ScoringLabel): number | null;
}

/** One option of a scorer, as the experiment file may set it. */
export type ScorerOption =
  | { readonly kind: 'flag'; readonly default: boolean; readonly description: string }
  | { readonly kind: 'number'; readonly default: number; readonly min: number; readonly description: string }
  | { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[]; readonly description: string };

/** The values of a scorer's options, every default filled in, each of its declared kind. */
export interface ScorerSettings {
  flag(name: string): boolean;
  number(name: string): number;
  choice(name: string): string;
}

/** `scorer:` of an experiment file: the type and its options. */
export interface ScorerSpec {
  readonly type: string;
  readonly [option: string]: Json;
}

/** A kind of scorer. One file each, listed in index.ts. */
export interface ScorerDefinition {
  readonly name: string;
  readonly version: number;
  readonly needs: Scorer['needs'];
  /** One line for lists and help. */
  readonly description: string;
  readonly options: Readonly<Record<string, ScorerOption>>;
  /** The scoring function for checked settings. */
  create(settings: ScorerSettings): Scorer['score'];
}
