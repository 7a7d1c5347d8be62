import type { z } from 'zod';
import type { Conformance, ExportMode, NearestExport } from '../domain/exported.js';
import type { Json } from '../domain/json.js';
import type { ResultRow, Results } from '../domain/results.js';
import type { RouterConfig } from '../router/config.js';
import type { Emulator } from './emulator/emulator.js';

/** Options as an experiment or the command line gives them, checked. */
export type ExportOptions = Readonly<Record<string, Json>>;

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

/** What a target made of a router, and how faithful it claims to be. */
export interface ExportedRouter {
  readonly fidelity: 'exact' | 'approximate';
  readonly files: readonly ExportFile[];
  readonly mode: ExportMode;
  /** What the target can't express. */
  readonly unsupported: readonly string[];
  /** What would express it. */
  readonly nearest?: NearestExport;
  /** Variables that production must set. */
  readonly environment: readonly string[];
  /** What the files decide, read from the files themselves. Every mode but `runtime` has it: its claim is checked with it. */
  readonly emulator?: Emulator;
}

/** A router that the target has no words for. */
export interface RefusedRouter {
  readonly fidelity: 'refused';
  readonly mode: ExportMode;
  /** At least one clause, naming the policy. */
  readonly unsupported: readonly string[];
  readonly nearest: NearestExport;
}

export type ExportOutcome = ExportedRouter | RefusedRouter;

export interface ExportTarget {
  /** Name in an experiment's `export` and in `--target`. */
  readonly name: string;
  readonly title: string;
  /** Of the program whose files are written. */
  readonly version: string;
  /** How the project's tests hold its files against the runtime. */
  readonly conformance: Conformance;
  /** How to go on once the files are there, one line. */
  readonly next: string;
  /** Options of its own, each with a default. */
  readonly options: z.ZodObject;
  export(input: ExportInput, options: ExportOptions): ExportOutcome;
}
