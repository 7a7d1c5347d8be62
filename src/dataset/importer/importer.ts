import type { Json } from '../../domain/json.js';
import type { Label } from '../../domain/label.js';
import type { Model } from '../../domain/model.js';
import type { Query } from '../../domain/query.js';
import type { Recording } from '../../domain/recording.js';
import type { Problem } from '../../domain/user-error.js';

/**
 * Reading other projects' files. The contract carries, as designed, each of these formats:
 *
 * | format | files → items | what the contract needs for it |
 * | --- | --- | --- |
 * | RouterBench wide | row → query + 11 recordings | prompt as messages (their prompts are lists of turns); an empty score is a recording without quality; cost per cell; the oracle column → decisions, when asked for |
 * | RouterBench long | row → 1 recording; query at first sight | recordings in any order; ids seen are the importer's own state |
 * | RouterArena | one file a model + prices → models | several files, joined by `global_index`; a null evaluation → recording without quality; `success: false` → recording with error; predictions files through a repeatable option → decisions |
 * | LLMRouter | routing rows, query rows, prices | join by task id or question; `label.split`; seconds → latencyMs; recorded price → model price |
 * | LLMRouterBench | tree of result files | newest file per (dataset, split, model), older ones → skipped with reason; `label.category` = dataset; null score → no quality |
 * | RouterEval npz | score matrices, prompts | `sets()` names the pools (e.g. `easy/3/all_strong`); generated ids; no cost → `cost: calls` in the settings |
 * | OmnisBench | results by policy + prompts + prices.yaml | one recording per (item, model), repeats → skipped; policies → decisions; YAML through `parseYaml` (one door per package) |
 * | routerbench-mini | row per (query, strategy) | single-model strategies → recordings, others → decisions; prompts joined from a file named by an option |
 * | promptfoo results | test × provider × repeat | `recording.sample` = repeat; provider → model; cost, tokens, latency, error per cell |
 * | MT-Bench | judgement per (question, model, turn) | buffered and averaged over turns before it is yielded; scale 1–10 → 0..1; two user turns → messages |
 * | predictions files | query → model | decisions alone, beside the format that holds the queries |
 *
 * An importer reads as a stream and never holds more than ids and sums: what it learns on the way (best model, missing prices)
 * goes into the settings it yields last.
 */
export interface Importer {
  /** As typed on the command line. */
  readonly name: string;
  /** One line for lists. */
  readonly description: string;
  readonly options: readonly ImportOption[];
  /** True when the path looks like this format. Never throws for a path of another format. */
  detect(path: string): Promise<boolean>;
  /** Names of the sets a path holds, each its own workspace; empty when the format knows no sets. */
  sets(path: string): Promise<readonly string[]>;
  /**
   * The items of a path (of one of its sets). Queries may come after their recordings. Yields `problem` for what is wrong in
   * the files and goes on; throws UserError where it can't go on (no such file, not this format).
   */
  read(source: ImportSource): AsyncIterable<ImportItem>;
}

export interface ImportSource {
  readonly path: string;
  /** One of `sets(path)`; undefined for a format without sets. */
  readonly set?: string;
  readonly options: ImportSettings;
  /** Reads YAML; throws UserError naming the file. */
  parseYaml(text: string, file: string): Json;
}

/** One option of an importer, as the command line offers it. */
export type ImportOption = {
  /** In kebab case, without dashes in front. */
  readonly name: string;
  readonly description: string;
} & (
  | { readonly type: 'flag' }
  | { readonly type: 'number'; readonly min: number; readonly default?: number }
  | { readonly type: 'text'; readonly default?: string }
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly default?: string }
  /** May be given several times. */
  | { readonly type: 'texts'; readonly placeholder: string }
);

/** Checked option values, defaults filled in. */
export interface ImportSettings {
  flag(name: string): boolean;
  number(name: string): number | undefined;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
}

/** One thing found in the files. */
export type ImportItem =
  /** A labelled query; `label.queryId` = `query.id`. A second one with the same id is dropped and counted. */
  | { readonly kind: 'query'; readonly query: Query; readonly label: Label }
  /** `key` is null. A second one of the same query, model and sample is dropped and counted. */
  | { readonly kind: 'recording'; readonly recording: Recording }
  /** Every model that recordings name, once. */
  | { readonly kind: 'model'; readonly model: Model }
  /** What another project's strategy chose; compared, never exported. */
  | { readonly kind: 'decision'; readonly strategy: string; readonly queryId: string; readonly modelId: string }
  /** A row (`query`) or a cell (`recording`) left out on purpose; counted by reason. */
  | {
      readonly kind: 'skipped';
      readonly what: 'query' | 'recording';
      readonly file: string;
      readonly line?: number;
      readonly key?: string;
      readonly reason: string;
    }
  /** Something the user should know: what was guessed, which convention applies. */
  | { readonly kind: 'note'; readonly message: string }
  /** Something wrong in the files: the import goes on to find more, and writes nothing. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Exactly one a set. */
  | { readonly kind: 'experiment'; readonly settings: ImportedExperiment };

/** What the experiment file of the new workspace says; a split is `none` unless labels carry one. */
export interface ImportedExperiment {
  readonly name: string;
  readonly scorer: { readonly type: string; readonly [option: string]: Json };
  readonly split: 'none' | 'column';
  readonly cost: { readonly by: 'usd' } | { readonly by: 'calls'; readonly model: string };
  readonly reference?: string;
  readonly pair?: { readonly weak: string; readonly strong: string };
  readonly rightAt?: 'any' | 'full';
  readonly pricedAt?: string;
  readonly priceSource?: string;
}

/** Declares an importer; the identity, for its type. */
export function defineImporter(importer: Importer): Importer {
  return importer;
}
