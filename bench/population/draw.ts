import type { Query } from '../../src/domain/query.js';
import type { Results } from '../../src/domain/results.js';
import { hash32 } from '../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../test/support/an-experiment.js';
import { plainTable } from '../../test/support/table-of.js';

export type Numbers = Pick<Results, 'rows' | 'curves' | 'frontiers'>;

/** A group of the population: one or more queries that are asked together. */
export interface Person {
  readonly queries: readonly {
    readonly length: number;
    /** Quality, USD and milliseconds of small and large. */
    readonly outcomes: readonly [readonly [number, number, number], readonly [number, number, number]];
  }[];
}

const SEED = 20;
const GROUPS = 20_000;

/** Twenty thousand groups of one to three queries: harder ones are longer, dearer, and more often wrong; queries of a group are alike. */
export function population(): Person[] {
  return Array.from({ length: GROUPS }, (_, group) => {
    const uniform = (salt: number): number => (hash32(SEED, group, salt) + 0.5) / 2 ** 32;
    const hard = uniform(0);
    return {
      queries: Array.from({ length: 1 + Math.floor(3 * uniform(1)) }, (_, query) => {
        const draw = (salt: number): number => uniform(100 * (query + 1) + salt);
        const length = Math.round(40 + 200 * hard + 120 * draw(0));
        const small = draw(1) < 0.9 - 0.6 * hard ? 1 : 0;
        const large = draw(2) < 0.95 - 0.2 * hard ? 1 : 0;
        // Skewed costs and latencies: the tail is where intervals fail.
        const answer = Math.exp(1.2 * gauss(draw(3), draw(4)) + hard);
        return {
          length,
          outcomes: [
            [small, 1e-4 * answer, 300 * answer ** 0.5],
            [large, 2e-3 * answer, 900 * answer ** 0.5],
          ],
        } as const;
      }),
    };
  });
}

function gauss(a: number, b: number): number {
  return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
}

const strategy = aStrategy('length', [
  { rules: [{ when: { 'prompt.code_points': { $gt: 220 } }, use: 'large' }, { use: 'small' }] },
]);

/** The whole comparison on some groups, drawn with replacement: each draw is a group of its own. */
export function coverageRun(drawn: readonly Person[], seed: number, replicates = 1000): Numbers {
  const rows: (Query & { group: string })[] = [];
  const cells: (readonly [number, number, number])[][] = [];
  drawn.forEach(({ queries }, draw) => {
    queries.forEach(({ length, outcomes }, index) => {
      const name = `${draw} ${index} `;
      rows.push({ id: `${draw}-${index}`, prompt: name + 'x'.repeat(Math.max(0, length - name.length)), group: `g${draw}` });
      cells.push([...outcomes]);
    });
  });
  const experiment = anExperiment({
    reference: 'large',
    pair: { weak: 'small', strong: 'large' },
    baselines: ['single', 'oracle', 'zero_router', 'prompt_length'],
    bootstrap: { replicates, seed, confidence: 0.95 },
  });
  return runOn(aDataset(rows), plainTable(['small', 'large'], cells), [strategy], experiment).body;
}

/** The population's own numbers. */
export function populationTruth(people: readonly Person[]): Numbers {
  return coverageRun(people, 0, 100);
}
