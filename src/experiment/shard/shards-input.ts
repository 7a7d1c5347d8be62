import type { TimedQueries } from '../router-rows.js';
import type { RunInput } from '../run-input.js';
import type { Workbench } from '../workbench.js';
import type { ShardFrame } from './frame.js';

/** A dataset that nobody holds at once. */
export interface ShardsInput extends Pick<RunInput, 'experiment' | 'models' | 'strategies' | 'scorer' | 'load' | 'timeRouter'> {
  readonly frame: ShardFrame;
  /** Queries of the train part that are learned from; null where none is there. */
  readonly sample: Workbench | null;
  /** Some queries that routers are timed on. */
  readonly timed: TimedQueries;
}
