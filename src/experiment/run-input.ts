import type { ChosenModels } from '../domain/chosen-models.js';
import type { Dataset } from '../domain/dataset.js';
import type { ModelList } from '../domain/model.js';
import type { OutcomeTable } from '../domain/outcome-table.js';
import type { ScorerIdentity } from '../domain/results.js';
import type { Strategy } from '../strategy/strategy.js';
import type { LoadFacts } from './audit/audit.js';
import type { Experiment } from './experiment.js';
import type { TimeRouter } from './router-rows.js';
import type { PlacedSplit } from './split/saved-split.js';

/** Everything a run needs, loaded by the caller. */
export interface RunInput {
  readonly experiment: Experiment;
  readonly dataset: Dataset;
  readonly models: ModelList;
  readonly table: OutcomeTable;
  /** The saved split, where the experiment names a file. */
  readonly placed: PlacedSplit | null;
  readonly strategies: readonly Strategy[];
  /** What other strategies chose; empty for none. */
  readonly decisions: readonly ChosenModels[];
  readonly scorer: ScorerIdentity;
  readonly load: LoadFacts;
  readonly timeRouter: TimeRouter;
}
