import { describe, expect, it } from 'vitest';
import type { JudgeFacts } from '../../src/experiment/judge/judge-facts.js';
import { judgeSummaries, verdictDeviation } from '../../src/experiment/judge/judge-summaries.js';
import type { Workbench } from '../../src/experiment/workbench.js';
import { A_JUDGE } from '../support/a-judge.js';

const queries = 40;
const bench = {
  grouping: {
    group: Uint32Array.from({ length: queries }, (_, at) => at),
    keys: Uint32Array.from({ length: queries }, (_, at) => at * 7919),
  },
  experiment: { bootstrap: { seed: 7, replicates: 400, confidence: 0.95 } },
} as unknown as Workbench;

const facts = (over: Pick<JudgeFacts, 'repeats' | 'swaps'>): JudgeFacts => ({ ...A_JUDGE, ...over });

describe('judgeSummaries', () => {
  it('gives shares, alpha and their intervals over groups of queries, by hand', () => {
    // Half the answers get 1 twice, a quarter 0 twice, a quarter 1 and 0.
    const repeats = Array.from({ length: queries }, (_, query) => ({
      query,
      values: query % 4 < 2 ? [1, 1] : query % 4 === 2 ? [0, 0] : [1, 0],
    }));
    const [summary] = judgeSummaries([facts({ repeats, swaps: [] })], bench);
    const { share, alpha, deviation } = summary?.selfAgreement ?? {};
    expect(share).toMatchObject({ value: 0.75, n: queries });
    // n = 80, Σx = Σx² = 50; Dₒ = 10·2/80, Dₑ = 2(80·50 − 2500)/(80·79).
    expect(alpha?.value).toBeCloseTo(1 - 0.25 / (3000 / 6320), 12);
    expect(deviation).toBeCloseTo(Math.sqrt((10 * 0.5) / 40), 12);
    for (const one of [share, alpha]) {
      expect(one?.low).toBeLessThan(one?.value ?? 0);
      expect(one?.high).toBeGreaterThan(one?.value ?? 1);
    }
    expect(summary?.positionBias).toBeNull();
  });

  it('tells how often the order decides, and for which side', () => {
    const swaps = Array.from({ length: queries }, (_, query) => ({ query, first: 1, second: query % 2 === 0 ? 0 : 0.5 }));
    const [summary] = judgeSummaries([facts({ repeats: [], swaps })], bench);
    expect(summary?.positionBias).toMatchObject({ changed: { value: 1 }, firstWins: { value: 1 } });
    const fair = swaps.map(({ query }) => ({ query, first: query % 2, second: query % 2 }));
    expect(judgeSummaries([facts({ repeats: [], swaps: fair })], bench)[0]?.positionBias).toMatchObject({
      changed: { value: 0 },
      firstWins: { value: 0.5 },
    });
    expect(summary?.selfAgreement).toBeNull();
  });

  it('knows no deviation of answers judged once', () => {
    expect(verdictDeviation([])).toBeNull();
    expect(verdictDeviation([{ query: 0, values: [0.5, 0.5, 0.5] }])).toBe(0);
  });
});
