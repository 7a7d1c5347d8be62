import type { SearchSummary } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';
import type { Working } from '../domain/work.js';
import { type RunOutput, runWork } from './run.js';
import type { RunInput } from './run-input.js';
import { testOptimism } from './search/test-optimism.js';
import type { Tuned } from './search/tune-strategy.js';
import { withoutTest } from './search/without-test.js';
import { standingOf } from './standing.js';
import { type Workbench, workbench } from './workbench.js';

/** What searches work on: nothing of it is a test query. */
export interface Tuning {
  readonly bench: Workbench;
  /** Model index that constraints compare with, the one a run compares with too. */
  readonly reference: number;
}

/**
 * Opens an experiment for tuning.
 *
 * @throws UserError where the split has no test part to keep out of sight, or no validation part to rank on
 */
export function openTuning(input: Omit<RunInput, 'strategies' | 'decisions' | 'timeRouter'>): Tuning {
  const bench = workbench(input.experiment, input.dataset, input.models, input.table, input.placed);
  const { kind } = input.experiment.split;
  if (
    kind === 'none' ||
    bench.split.folds !== null ||
    bench.rowsIn('test').length === 0 ||
    bench.rowsIn('validation').length === 0
  ) {
    throw new UserError({
      field: 'split',
      message: 'tuning ranks on a validation part and is judged on a test part that it never sees',
      value: bench.split.folds !== null ? 'folds' : kind,
      accepted: 'split: { train: 0.4, validation: 0.3, test: 0.3, seed: 7 }, by time, column, or a file with parts',
    });
  }
  const { reference } = standingOf(bench, bench.part('validation'));
  return { bench: withoutTest(bench), reference };
}

/**
 * The comparison of tuned strategies (and of what else the input lists) on the test part: exactly what a run on the tuned files
 * gives, with what is known of the searches.
 */
export function* finishTuning(input: RunInput, tuned: readonly Tuned[]): Working<RunOutput> {
  const output = yield* runWork({ ...input, strategies: [...tuned.map(({ strategy }) => strategy), ...input.strategies] });
  return { ...output, body: { ...output.body, search: tuned.map((one) => summaryOf(output, one)) } };
}

function summaryOf({ bench, compared, part }: RunOutput, { strategy, fitted, summary }: Tuned): SearchSummary {
  const { expected, maxStatistic, ...rest } = summary;
  const measured = compared.find((row) => row.fitted?.candidate.strategy === strategy.name)?.fitted;
  if (measured?.config.checksum !== fitted.config.checksum) {
    throw new Error(`the tuned router of ${strategy.name} is not the one that the comparison measured`);
  }
  const observed = testOptimism(bench, fitted.config, bench.part('validation'), part);
  return { ...rest, optimism: { observed, expected }, maxStatistic };
}
