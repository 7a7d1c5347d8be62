import { queryPack } from '../../src/app/report/query-pack.js';
import type { OutcomeTable } from '../../src/domain/outcome-table.js';
import type { Results } from '../../src/domain/results.js';
import type { RunOutput } from '../../src/experiment/run.js';
import type { TextsMode } from '../../src/report/pack/encode-texts.js';
import type { QueryPack } from '../../src/report/pack/pack.js';
import type { AnswerText } from '../../src/report/pack/pack-header.js';
import { hash32 } from '../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from './an-experiment.js';
import { plainTable } from './table-of.js';

export interface PackedRunOptions {
  readonly size?: number;
  /** Qualities between 0 and 1 in place of right and wrong. */
  readonly graded?: boolean;
  /** Queries of a group, resampled together. */
  readonly perGroup?: number;
  readonly texts?: TextsMode;
  readonly categoryOf?: (query: number) => string;
  readonly promptOf?: (query: number) => string;
  readonly answerOf?: (query: number, model: number) => AnswerText | null;
  /** Lengths from which a strategy may ask the large model. */
  readonly lengths?: readonly number[];
  /** Factors on what models cost, and the traffic weight of a query. */
  readonly costTimes?: readonly number[];
  readonly weightOf?: (query: number) => number;
  /** Ends of the experiment's, the models' and a strategy's names. */
  readonly nameEnd?: string;
}

export interface PackedRun {
  readonly results: Results;
  readonly output: RunOutput;
  readonly table: OutcomeTable;
  readonly pack: QueryPack;
}

/** A small real run with its queries, of three models and two strategies. The answers are made up, the numbers measured. */
export async function aPackedRun(options: PackedRunOptions = {}): Promise<PackedRun> {
  const { size = 240, graded = false, perGroup = 1, nameEnd = '' } = options;
  const categoryOf = options.categoryOf ?? ((i) => `category-${i % 3}`);
  const dataset = aDataset(
    Array.from({ length: size }, (_, i) => ({
      id: `q${i}`,
      prompt: options.promptOf?.(i) ?? `prompt ${i} ${'x'.repeat(i % 40)}`,
      category: categoryOf(i),
      reference: `answer ${i}`,
      ...(options.weightOf === undefined ? {} : { weight: options.weightOf(i) }),
      ...(perGroup > 1 ? { group: `g${Math.floor(i / perGroup)}` } : {}),
    })),
  );
  const quality = (i: number, model: number): number => {
    const drawn = hash32(model, i, 0) % 100;
    return graded ? Math.min(100, drawn + 10 * model) / 100 : drawn < 50 + 20 * model ? 1 : 0;
  };
  const table = plainTable(
    [`lab/small${nameEnd}`, 'lab/medium', 'lab/large'],
    Array.from({ length: size }, (_, i) =>
      [0, 1, 2].map((model) => {
        const usd = 10 ** (model - 4) * (1 + (i % 7) / 10) * (options.costTimes?.[model] ?? 1);
        return [quality(i, model), usd, 100 * 3 ** model + i] as const;
      }),
    ),
  );
  const strategies = [
    aStrategy('by-length', [
      {
        rules: [
          { when: { 'prompt.code_points': { $gt: { $choice: options.lengths ?? [20, 30] } } }, use: 'lab/large' },
          { use: 'lab/medium' },
        ],
      },
    ]),
    { ...aStrategy('always-large', [{ use: 'lab/large' }]), description: `The largest${nameEnd}.` },
  ];
  const experiment = anExperiment({
    split: { kind: 'holdout', train: 0.2, validation: 0.3, test: 0.5, groupBy: 'group', nearCopies: null, seed: 1 },
    reference: 'lab/large',
    objective: { kind: 'minimize_cost' },
    constraints: [{ kind: 'quality', atLeast: 0.7, of: 'reference', confidence: 0.95 }],
  });
  const output = runOn(dataset, table, strategies, experiment);
  const results: Results = {
    schemaVersion: 1,
    tool: { name: 'routelab', version: '0.0.0' },
    experiment: { name: `packed${nameEnd}`, file: 'routelab.yaml', synthetic: true },
    inputs: { hash: '0123456789abcdef', files: [{ role: 'dataset', path: `data${nameEnd}`, sha256: 'ab' }] },
    ...output.body,
  };
  const answerOf = options.answerOf ?? ((i: number, model: number) => ({ text: `model ${model} says ${i}` }));
  const pack = await queryPack(results, output, {
    texts: options.texts ?? 'auto',
    answersTo: async (queries) =>
      new Map(queries.map((query) => [query, table.modelIds.map((_, model) => [answerOf(query, model)])])),
  });
  return { results, output, table, pack };
}
