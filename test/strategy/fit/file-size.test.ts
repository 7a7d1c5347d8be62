import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { unpack } from '../../../src/router/packed.js';
import type { KnnConfig } from '../../../src/router/predictor/config.js';
import { hash32 } from '../../../src/stats/hash.js';
import { predictorFits, qualityFits } from '../../../src/strategy/fit/index.js';
import { aTraining } from '../../support/a-training.js';

const MODELS = 4;
const QUERIES = 400;

/** The first 400 prompts of the shipped demo: four models, of which one is right where the category says so. */
const lines = readFileSync('datasets/workbench.jsonl', 'utf8').split('\n').slice(0, QUERIES);
const rows = lines.map((line, i) => {
  const { prompt, category } = JSON.parse(line) as { prompt: string; category: string };
  return [
    prompt,
    Array.from({ length: MODELS }, (_, model) => ((category.length + model + hash32(3, i, 0)) % 3 === 0 ? 1 : 0)),
  ] as const;
});
const source = { training: aTraining(rows), models: [0, 1, 2, 3], input: DEFAULT_INPUT };

/** Bytes of a fitted predictor as JSON that docs/strategies.md promises for these prompts and models. */
const BUDGET_KB: Readonly<Record<string, number>> = {
  knn: 225,
  elo: 225,
  ridge: 165,
  logistic: 165,
  factors: 165,
  clusters: 150,
  forest: 420,
  mix: 390,
  cohorts: 10,
};
const OPTIONS: Readonly<Record<string, object>> = {
  mix: { of: ['knn', 'logistic'].map((by) => ({ by, calibrate: 'none' })) },
};

describe('files stay within their budget', () => {
  it.each(predictorFits.map(({ by }) => by))('%s', (by) => {
    const bytes = JSON.stringify(qualityFits.fit({ by, calibrate: 'none', ...OPTIONS[by] }, source)).length;
    expect(BUDGET_KB[by], `no budget for ${by}`).toBeDefined();
    expect(bytes).toBeLessThan((BUDGET_KB[by] as number) * 1000);
  });
});

describe('stored requests', () => {
  const stored = (entries: number): KnnConfig =>
    qualityFits.fit({ by: 'knn', calibrate: 'none', entries }, source).predictor as KnnConfig;

  it('hold their greatest entries only, as long together as the whole row was', () => {
    const [few, all] = [stored(4), stored(65_536)];
    const rowOf = (config: KnnConfig, row: number) => {
      const [offsets, columns, values] = [unpack(config.offsets), unpack(config.columns), unpack(config.values)];
      const from = offsets[row] as number;
      const size = (offsets[row + 1] as number) - from;
      return Array.from({ length: size }, (_, i) => ({ column: columns[from + i] as number, value: values[from + i] as number }));
    };
    const length = (row: ReturnType<typeof rowOf>): number => Math.sqrt(row.reduce((sum, { value }) => sum + value * value, 0));
    for (const row of [0, 1, 2]) {
      const [short, whole] = [rowOf(few, row), rowOf(all, row)];
      expect(short).toHaveLength(4);
      const least = Math.min(...short.map(({ column }) => whole.find((one) => one.column === column)?.value as number));
      expect(whole.filter(({ value }) => value > least).length).toBeLessThan(4);
      expect(length(short) * 2 ** few.valueShift).toBeGreaterThan(0.95 * length(whole) * 2 ** all.valueShift);
      expect(length(short) * 2 ** few.valueShift).toBeLessThanOrEqual(2 ** 14);
    }
  });
});
