import type { ResultRow, Results } from '../domain/results.js';
import type { RouterConfig } from '../router/config.js';

/** What an exporter is given: the very config that was measured, and the row it earned. */
export interface ExportInput {
  readonly config: RouterConfig;
  readonly results: Results;
  readonly row: ResultRow;
  /** What stood against shipping and was overridden by force; usually nothing. The files must say so. */
  readonly overridden: readonly string[];
}

/** A file to write, relative to `exports/<target>/`. */
export interface ExportFile {
  readonly path: string;
  readonly text: string;
}

/** What a target made of a router, and how faithful it is. */
export interface ExportOutcome {
  readonly files: readonly ExportFile[];
  /** native: the target decides itself; dispatch: our runtime decides and the target executes; runtime: our runtime is the product. */
  readonly mode: 'native' | 'dispatch' | 'runtime';
  readonly fidelity: 'exact' | 'approximate' | 'refused';
  /** What the target can't express. */
  readonly unsupported: readonly string[];
  readonly targetVersion: string;
}

export interface ExportTarget {
  /** Name in an experiment's `export` and in `--target`. */
  readonly name: string;
  readonly title: string;
  export(input: ExportInput): ExportOutcome;
}
