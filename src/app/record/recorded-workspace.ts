import type { LaneResult } from '../../provider/record-calls.js';
import type { RecordPlan } from './prepare-recording.js';

/** Answers and verdicts that a run was to record and did not. */
export function leftIn({ lanes, judgeLanes }: Pick<RecordedWorkspace, 'lanes' | 'judgeLanes'>): number {
  return [...lanes, ...judgeLanes].reduce((sum, { left }) => sum + left, 0);
}

/** Answers and verdicts that a plan asks for, those on answers to come included. */
export function callsIn({ calls, judges }: RecordPlan): number {
  return judges.reduce((sum, judge) => sum + judge.calls + judge.awaiting, calls);
}

/** What a recording run left behind. */
export interface RecordedWorkspace {
  readonly plan: RecordPlan;
  readonly lanes: readonly LaneResult[];
  /** What came of the verdicts, by judge. */
  readonly judgeLanes: readonly LaneResult[];
  /** Calls that ended in an error and were recorded as such. */
  readonly failed: number;
  /** By this run, as far as it is known. */
  readonly spentUsd: number;
  /** By this run, of which nobody knows: counted in full. */
  readonly unresolvedUsd: number;
  /** When it began: what an interrupted `all` goes on from. */
  readonly startedAt: Date;
}
