import type { RecordingCounts } from '../../recording/recording-counts.js';

/** One model's recordings, and what the experiment makes of them. */
export interface ModelRecordings extends RecordingCounts {
  readonly modelId: string;
  /** Whether the experiment names the model. */
  readonly named: boolean;
  /** Cells the experiment asks for and nobody recorded; null where it doesn't name the model. */
  readonly missing: number | null;
  /** Cells of queries that the dataset doesn't have. */
  readonly unused: number;
}
