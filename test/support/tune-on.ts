import type { Dataset } from '../../src/domain/dataset.js';
import type { OutcomeTable } from '../../src/domain/outcome-table.js';
import { settled } from '../../src/domain/work.js';
import type { Experiment } from '../../src/experiment/experiment.js';
import type { RunInput } from '../../src/experiment/run-input.js';
import type { SearchSpec } from '../../src/experiment/search/search.js';
import type { Trial, TrialScore } from '../../src/experiment/search/trial.js';
import { tuneStrategy } from '../../src/experiment/search/tune-strategy.js';
import { finishTuning, openTuning } from '../../src/experiment/tune.js';
import type { Strategy } from '../../src/strategy/strategy.js';
import { runInputOf } from './an-experiment.js';

export interface TuneOptions {
  readonly spec?: Partial<SearchSpec>;
  readonly rule?: 'one_standard_error' | 'best';
  readonly known?: ReadonlyMap<string, TrialScore>;
  readonly over?: Partial<RunInput>;
}

/** Tunes a strategy over a table without touching a disk. */
export function tuneOn(
  dataset: Dataset,
  table: OutcomeTable,
  strategy: Strategy,
  experiment: Experiment,
  options: TuneOptions = {},
) {
  const input = runInputOf(dataset, table, [], experiment, options.over);
  const { bench, reference } = openTuning(input);
  const searching = tuneStrategy({
    bench,
    strategy,
    spec: { method: 'random', budget: 100, seed: 1, patience: null, ...options.spec },
    rule: options.rule ?? 'one_standard_error',
    reference,
    known: options.known ?? new Map(),
  });
  const trials: Trial[] = [];
  const tuned = settled(searching, (trial) => trials.push(trial));
  return { input, bench, tuned, trials, finish: () => settled(finishTuning(input, [tuned])) };
}
