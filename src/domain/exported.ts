import type { Estimate } from './estimate.js';
import type { Json } from './json.js';

/** native: the target decides itself; dispatch: our runtime decides and the target executes; runtime: our runtime is the product. */
export type ExportMode = 'native' | 'dispatch' | 'runtime';

export type Fidelity = 'exact' | 'approximate' | 'refused';

/**
 * How RouteLab's own tests hold a target's files against the runtime. ran: the real program decided; emulated: our reading of
 * its rules did; none: nobody looked.
 */
export type Conformance = 'ran' | 'emulated' | 'none';

/** What a target's decisions give away against the measured router's, on the same queries and recordings. */
export interface ExportLoss {
  /** Which queries. */
  readonly on: 'test' | 'all';
  readonly n: number;
  /** Share of queries that are sent to another model first, or up another ladder. */
  readonly disagreement: Estimate;
  /** Share of queries whose fallback chain differs. */
  readonly fallbacks: Estimate;
  /** Mean quality of the exported decisions less that of the measured ones. */
  readonly quality: Estimate;
  /** Mean cost of a query, likewise, in the cost unit. */
  readonly cost: Estimate;
  readonly costUnit: 'usd' | 'calls';
  /** The category in which most decisions differ; null where none does, or none has a name. */
  readonly worst: { readonly category: string; readonly n: number; readonly disagreement: number } | null;
}

/** What would express what this target or mode can't. */
export interface NearestExport {
  readonly target: string;
  /** Options that it takes. */
  readonly options?: Readonly<Record<string, Json>>;
}

/** `export.json`: what was written for a target, how faithful it is, and how that is known. */
export interface ExportRecord {
  readonly format: 'routelab/export@1';
  readonly target: string;
  readonly targetVersion: string;
  readonly mode: ExportMode;
  readonly fidelity: Fidelity;
  readonly options: Readonly<Record<string, Json>>;
  /** What the target can't express, a clause each. */
  readonly unsupported: readonly string[];
  /** What would express it; absent where nothing is lost. */
  readonly nearest?: NearestExport;
  readonly router: { readonly name: string; readonly decisionHash: string };
  readonly inputsHash: string;
  readonly conformance: Conformance;
  /** Decisions of these very files held against the measured router's: golden probes, and the dataset's queries where they were at hand. */
  readonly verified: { readonly decisions: number; readonly differing: number };
  /** Null where nothing is lost by construction, or nothing was measured. */
  readonly loss: ExportLoss | null;
  /** The disagreement above which the export is refused. */
  readonly maxDisagreement: number;
  /** Variables that production must set; secrets stand nowhere else. */
  readonly environment: readonly string[];
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** What stood against shipping and was overridden by force. */
  readonly forcedOver: readonly string[];
}
