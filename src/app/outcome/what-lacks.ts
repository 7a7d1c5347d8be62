import type { ModelList } from '../../domain/model.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { QueryTable } from '../../domain/query.js';
import type { Experiment } from '../../experiment/experiment.js';
import type { NearRecording } from '../../recording/near-recording.js';
import type { OutcomesReport } from './outcomes-report.js';

/** A recording that is missing, or answers another request than the experiment would make. */
export interface IncompleteCell {
  readonly state: 'missing' | 'otherwise';
  readonly queryId: string;
  readonly modelId: string;
  readonly sample: number;
  /** Of the request as it would be made now; null where none could be. */
  readonly key: string | null;
  /** What is stored that comes nearest to it. */
  readonly near: NearRecording | null;
}

/** What a comparison lacks, by model, with a few examples and what to do about it. */
export interface Incomplete {
  /** Cells of recorded models without any recording. */
  readonly missing: number;
  /** Recordings that were asked with another prompt or other parameters than the files say now. */
  readonly otherwise: number;
  readonly models: readonly { readonly modelId: string; readonly missing: number; readonly otherwise: number }[];
  /** The first of each model and state, a few in all. */
  readonly examples: readonly IncompleteCell[];
  readonly fixes: readonly string[];
}

export interface IncompleteInput {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly queries: QueryTable;
  readonly table: OutcomeTable;
  readonly report: OutcomesReport;
  readonly env: NodeJS.ProcessEnv;
}
