import type { Json } from '../domain/json.js';
import type { ScoringLabel } from '../domain/label.js';
import type { Recording } from '../domain/recording.js';
import type { ScorerIdentity } from '../domain/results.js';
import type { Judging } from './verdict/judging.js';

/** Turns one answer into a quality. Pure: the same recording and label give the same number, for ever. */
export interface Scorer {
  /** As named in the experiment file. */
  readonly name: string;
  /** Raised whenever a change could give any answer another quality, so that old results stay explainable. */
  readonly version: number;
  /** What it reads: what came with a recording (a quality, a user's feedback), the answer's text, or recorded verdicts on it. */
  readonly needs: 'given' | 'text' | 'verdicts';
  /** What results say of it: name, version, options as set, and the scorers it is made of. */
  readonly identity: ScorerIdentity;
  /** What judges are to be asked for it; empty for a scorer that asks none. */
  readonly judgings: readonly Judging[];
  /**
   * Quality 0..1 of a recording, or null when it cannot be scored: no reference of a shape this scorer reads, no answer.
   * Never called for a failed call. Never throws, whatever the text; only a user's own module (`custom`) may, and then
   * UserError.
   */
  score(recording: Recording, label: ScoringLabel): number | null;
}

/** One option of a scorer, as the experiment file may set it. Kinds without a default are absent unless set. */
export type ScorerOption = { readonly description: string } & (
  | { readonly kind: 'flag'; readonly default: boolean }
  | { readonly kind: 'number'; readonly default: number; readonly min: number; readonly whole?: true }
  | { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[] }
  /** A text; a `long` one is left out of what results say of the scorer. */
  | { readonly kind: 'text'; readonly required: boolean; readonly long?: true }
  /** A JSON Schema, written out: an object, true or false. */
  | { readonly kind: 'schema' }
  /** A file beside the experiment, read by app and handed in: JSON or YAML, a module, or plain text. */
  | { readonly kind: 'file'; readonly holds: FileKind; readonly required: boolean }
  /** Other scorers, each with a `weight`. */
  | { readonly kind: 'scorers' }
);

export type FileKind = 'json' | 'module' | 'text';

/** Quality 0..1 that verdicts give to a recorded answer; null where there is none that fits. */
export type VerdictOf = (recording: Recording) => number | null;

/** The values of a scorer's options, every default filled in, each of its declared kind. */
export interface ScorerSettings {
  /** Name of the spec in messages, e.g. `scorer.scorers[1]`. */
  readonly field: string;
  flag(name: string): boolean;
  number(name: string): number;
  choice(name: string): string;
  /** A text, undefined where not set. */
  text(name: string): string | undefined;
  /** A schema written out, undefined where not set. */
  schema(name: string): Json | undefined;
  /** What a file holds, undefined where not set. */
  json(name: string): { readonly path: string; readonly value: Json } | undefined;
  module(name: string): { readonly path: string; readonly module: ScorerModule } | undefined;
  /** What a file of text holds, undefined where not set. */
  textFile(name: string): { readonly path: string; readonly text: string } | undefined;
  /** The recorded verdicts of this scorer's judge; none before they are read. */
  verdicts(): VerdictOf;
  scorers(name: string): readonly WeightedScorer[];
  /** The options that are not declared, for a scorer that is `open`. */
  rest(): Readonly<Record<string, Json>>;
}

export interface WeightedScorer {
  readonly scorer: Scorer;
  /** Above 0. */
  readonly weight: number;
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
  /** Takes any option beyond the declared ones and hands them on. */
  readonly open?: boolean;
  /** The scorers it is made of under these settings. */
  readonly parts?: (settings: ScorerSettings) => readonly ScorerIdentity[];
  /** What judges are to be asked under these settings. */
  readonly judgings?: (settings: ScorerSettings) => readonly Judging[];
  /** The scoring function for checked settings. */
  create(settings: ScorerSettings): Scorer['score'];
}

/** A user's own scorer: the default export of a module beside the experiment file. */
export interface ScorerModule {
  readonly name: string;
  /** A whole number from 1; raise it with every change that could give an answer another quality. */
  readonly version: number;
  /**
   * Quality 0..1 or null, at once (no promise), the same for the same arguments.
   *
   * @param options what the experiment file says beside `type` and `module`
   */
  score(recording: Recording, label: ScoringLabel, options: Readonly<Record<string, Json>>): number | null;
}

/** Declares a scorer module; the identity, for its type. */
export function defineScorer(module: ScorerModule): ScorerModule {
  return module;
}
