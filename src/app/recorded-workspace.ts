import type { LaneResult } from '../provider/record-calls.js';
import type { RecordPlan } from './prepare-recording.js';

/** What a recording run left behind. */
export interface RecordedWorkspace {
  readonly plan: RecordPlan;
  readonly lanes: readonly LaneResult[];
  /** Calls that ended in an error and were recorded as such. */
  readonly failed: number;
  /** By this run, as far as it is known. */
  readonly spentUsd: number;
  /** By this run, of which nobody knows: counted in full. */
  readonly unresolvedUsd: number;
  /** When it began: what an interrupted `all` goes on from. */
  readonly startedAt: Date;
}
