import type { ATTEMPT_WHY } from '../../domain/decision.js';
import type { AttemptResult } from '../attempt-result.js';
import type { ColumnCode } from './column-code.js';
import type { PackedDecider, PackedSignals } from './traces.js';

/** What the file's first line says it is; another number means another layout. */
export const PACK_FORMAT = 'routelab/queries@1';

/** A call that a row made: which model (index), why, and what came of it. */
export interface PackedAttempt {
  readonly model: number;
  readonly why: (typeof ATTEMPT_WHY)[number];
  readonly result: AttemptResult;
  /** Which of the model's samples was read; absent for the first. */
  readonly sample?: number;
}

/** Where in a pipeline a decision was made. */
export interface ReasonPlace {
  readonly stage: number;
  /** Of a stage of rules. */
  readonly rule?: number;
}

/** How texts got into a pack, or why they did not. */
export interface PackedTexts {
  readonly mode: 'none' | 'sample' | 'all';
  /** Queries that have their texts. */
  readonly queries: number;
  /** Queries whose texts share a block. */
  readonly perBlock: number;
  /** Which queries those are, ascending; null for the first `queries` of all. */
  readonly sampled: readonly number[] | null;
  /** Why not all of them, in words; null where all are there. */
  readonly reason: string | null;
}

/** A compressed piece of the pack. */
export interface PackBlock {
  readonly name: string;
  /** Compressed, and as it is when inflated. */
  readonly bytes: number;
  readonly rawBytes: number;
}

/** What stands before the blocks: the pack's dictionaries, and how its columns are coded. */
export interface PackHeader {
  readonly format: typeof PACK_FORMAT;
  /** `inputs.hash` of the results it belongs to. */
  readonly inputsHash: string;
  /** Queries of the reported part, in the dataset's order; one value a column each. */
  readonly queries: number;
  /** The compared rows, in the results' order. */
  readonly rows: readonly string[];
  readonly models: readonly string[];
  readonly categories: readonly string[];
  /** What a row can have done for a query: its calls in order. */
  readonly paths: readonly (readonly PackedAttempt[])[];
  /** Why a route was taken, in words. */
  readonly reasons: readonly string[];
  /** By reason: which stage and rule of the pipeline decided, counted from 0; null where none did. */
  readonly reasonPlaces: readonly (ReasonPlace | null)[];
  /** By row, how its router decides; null for rows that don't route, and for those whose router differs between folds. */
  readonly deciders: readonly (PackedDecider | null)[];
  /** Signals that conditions look at. */
  readonly signals: PackedSignals;
  /** Ids of rows whose predictions were left out for their size. */
  readonly unpredicted: readonly string[];
  /** By name: see `packed-columns.ts`. */
  readonly columns: Readonly<Record<string, ColumnCode>>;
  /** Where cells have several samples: how many of them stand by themselves, and the rows whose calls are known on each. */
  readonly samples?: { readonly count: number; readonly rows: readonly number[] } | undefined;
  readonly texts: PackedTexts;
  readonly blocks: readonly PackBlock[];
}

/** A query's texts as they were recorded: hostile, never to be taken for markup. */
export interface QueryTexts {
  /** Messages as role and text; one of them for a plain prompt. */
  readonly prompt: readonly { readonly role: string; readonly text: string }[];
  /** {reference, choices, rubric}, as far as the label has them. */
  readonly label: unknown;
  /** The first sample of each model, in the pack's order; null where nothing is recorded. */
  readonly answers: readonly (AnswerText | null)[];
  /** Samples after the first, by model; absent where no model has any. */
  readonly further?: readonly (readonly (AnswerText | null)[])[];
}

/** What a model answered, or how its call failed; `length` where the text was cut, of the whole. */
export type AnswerText = { readonly text: string; readonly length?: number } | { readonly error: string };
