import { codedColumn, textColumn } from '../../src/domain/column.js';
import type { Dataset } from '../../src/domain/dataset.js';
import type { Label } from '../../src/domain/label.js';
import type { OutcomeTable } from '../../src/domain/outcome-table.js';
import { type Query, queryTable } from '../../src/domain/query.js';
import type { Experiment } from '../../src/experiment/experiment.js';
import { runExperiment } from '../../src/experiment/run.js';
import type { RunInput } from '../../src/experiment/run-input.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import type { Strategy } from '../../src/strategy/strategy.js';

/** A dataset from queries and their labels, row by row. */
export function aDataset(rows: readonly (Query & Omit<Label, 'queryId'>)[]): Dataset {
  return {
    queries: queryTable(rows),
    labels: {
      size: rows.length,
      category: codedColumn(rows.map(({ category }) => category)),
      difficulty: codedColumn(rows.map(({ difficulty }) => difficulty)),
      group: codedColumn(rows.map(({ group }) => group)),
      split: codedColumn(rows.map(({ split }) => split)),
      weight: Float64Array.from(rows, ({ weight }) => weight ?? 1),
      arrivedAtMs: Float64Array.from(rows, ({ arrivedAt }) => (arrivedAt === undefined ? Number.NaN : Date.parse(arrivedAt))),
      scoring: textColumn(rows.map(({ reference, choices, rubric }) => JSON.stringify({ reference, choices, rubric }))),
    },
  };
}

/** An experiment with every default. */
export function anExperiment(over: Partial<Experiment> = {}): Experiment {
  return {
    name: 'test',
    dataset: 'd',
    recordings: 'r',
    models: 'm',
    scorer: { type: 'given' },
    split: { kind: 'none' },
    strategies: [],
    decisions: [],
    baselines: ['single', 'random', 'random_at_shares', 'oracle', 'category_oracle', 'zero_router', 'prompt_length'],
    reference: null,
    pair: null,
    objective: { kind: 'maximize_quality' },
    constraints: [],
    gates: [],
    cost: { by: 'usd' },
    rightAt: 'full',
    bootstrap: { replicates: 200, seed: 7, confidence: 0.95 },
    nonInferiority: { margin: 0.01, confidence: 0.95 },
    online: { seeds: 20, feedback: { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 }, degrade: null },
    onMissing: 'skip',
    record: { samples: 1, maxAgeDays: null, envFile: null },
    synthetic: false,
    export: [],
    ...over,
  };
}

/** A static strategy from its pipeline as a file would give it. */
export function aStrategy(name: string, pipeline: Strategy['pipeline'], fallback: readonly string[] = []): Strategy {
  return { name, kind: 'static', file: `${name}.yaml`, input: DEFAULT_INPUT, pipeline, fallback };
}

/** Runs an experiment over a table without touching a disk; every router takes 0.01 ms. */
export function runOn(
  dataset: Dataset,
  table: OutcomeTable,
  strategies: readonly Strategy[],
  experiment: Experiment,
  over: Partial<RunInput> = {},
) {
  return runExperiment(runInputOf(dataset, table, strategies, experiment, over));
}

/** Everything a run needs over a table that was never on a disk. */
export function runInputOf(
  dataset: Dataset,
  table: OutcomeTable,
  strategies: readonly Strategy[],
  experiment: Experiment,
  over: Partial<RunInput> = {},
): RunInput {
  return {
    experiment,
    dataset,
    models: { models: table.modelIds.map((id) => ({ id, provider: 'p', name: id, tags: [] })) },
    table,
    placed: null,
    strategies,
    decisions: [],
    scorer: { type: 'given', version: 1 },
    load: {
      newestRecordedAt: null,
      oldestRecordedAt: null,
      pricedAt: null,
      unrecordedModels: [],
      unknownQueryRecordings: 0,
      unknownModels: [],
      tornTails: 0,
      costMismatch: [],
      askedOtherwise: [],
    },
    timeRouter: () => ({ p50Ms: 0.01, p99Ms: 0.02 }),
    ...over,
  };
}
