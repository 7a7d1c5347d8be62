import { prepareCurve, quantileThresholds } from '../../../src/stats/curve.js';
import type { Benchmark, Growth } from '../benchmark.js';
import { column, QUERIES, rightOrWrong } from '../data.js';
import { pythonAnchor } from '../python.js';
import { medianSeconds } from '../time.js';

const THRESHOLDS = 1000;

/** Quality and share of strong calls at every threshold of a strong/weak router. */
export const sweep: Benchmark = {
  name: 'sweep',
  run: async (size) => {
    const [queries, thresholds] = size === 'full' ? [QUERIES, THRESHOLDS] : [2000, 50];
    return {
      rows: [
        {
          work: `${thresholds.toLocaleString('en-US')} thresholds × ${queries.toLocaleString('en-US')} queries`,
          value: secondsAt(queries, thresholds),
          unit: 's',
          anchor: pythonAnchor(
            'a threshold at a time over all rows in Python (numpy where, Counter, mean), as RouteLLM evaluates',
            'sweep.py',
            thresholds,
            queries,
          ),
          peer: 'RouteLLM on 14,037 prompts, 3.9–4.9 s for 1,000 thresholds',
          goal: { kind: 'times', atLeast: 3000 },
        },
      ],
      growth: growthFrom(size === 'full' ? QUERIES : 2000, thresholds),
    };
  },
};

function growthFrom(queries: number, thresholds: number): Growth[] {
  const sizes = [1, 4, 16].map((times) => times * queries);
  return [{ work: 'threshold sweep', by: 'queries', sizes, seconds: sizes.map((size) => secondsAt(size, thresholds)) }];
}

function secondsAt(queries: number, count: number): number {
  const score = column(queries, 1);
  const weak = rightOrWrong(queries, 2, 0.6);
  const strong = rightOrWrong(queries, 3, 0.8);
  const weights = new Float64Array(queries).fill(1);
  const thresholds = quantileThresholds(score, count - 1);
  return medianSeconds(5, () => {
    const prepared = prepareCurve(score, weak, strong);
    return prepared.at(prepared.curve(weights), thresholds);
  });
}
