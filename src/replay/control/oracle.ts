import { bestOption } from '../../stats/best-choice.js';
import { armOfChoice } from '../arm.js';
import type { CellMeans } from '../cell-means.js';
import type { Control } from './control.js';

/**
 * The best model for every query, known after the fact; ties go to the cheaper. Two conventions for queries
 * on which every model scores 0: RouterBench charges nothing, LLMRouterBench charges the cheapest model.
 */
export const oracle: Control = {
  name: 'oracle',
  title: 'Oracle (both conventions)',
  arms: ({ means, pair }) => {
    const choice = bestByQuery(means);
    const none = nobodyScores(means);
    return [
      {
        ...(pair === null ? {} : { score: gains(means, pair) }),
        id: 'control:oracle',
        label: 'oracle (cheapest if none right)',
        description: 'Best answer for every query, ties to the cheaper; the cheapest model where all score 0 (LLMRouterBench).',
        marks: ['reads_outcomes'],
        arm: armOfChoice(choice, means),
      },
      {
        id: 'control:oracle_free',
        label: 'oracle (free if none right)',
        description: 'Best answer for every query, ties to the cheaper; no cost where all score 0 (RouterBench).',
        marks: ['reads_outcomes'],
        arm: armOfChoice(choice, means, none),
      },
    ];
  },
};

/** Far below any difference in quality (2⁻³⁰ or more). */
const TELL_APART = 2 ** -34;

/** Index of the highest quality per query; ties go to the lower cost, then to the earlier model. -1 where nothing is known. */
export function bestByQuery(means: CellMeans): Int16Array {
  const options = { options: means.modelCount, quality: means.quality, cost: means.costPico };
  return Int16Array.from({ length: means.queryCount }, (_, query) => bestOption(options, query));
}

/**
 * What the strong model gains over the weak one, by query: sweeping it is RouteLLM's optimum at every share of strong calls.
 * Queries of equal gain are told apart by their row, so that a sweep can stop at any share.
 */
function gains(means: CellMeans, { weak, strong }: { weak: number; strong: number }): Float64Array {
  return Float64Array.from({ length: means.queryCount }, (_, query) => {
    const cells = query * means.modelCount;
    const gain = (means.quality[cells + strong] as number) - (means.quality[cells + weak] as number);
    return gain - (query * TELL_APART) / Math.max(1, means.queryCount);
  });
}

function nobodyScores(means: CellMeans): Uint8Array {
  const none = new Uint8Array(means.queryCount).fill(1);
  means.quality.forEach((quality, cell) => {
    if (quality > 0) none[Math.floor(cell / means.modelCount)] = 0;
  });
  return none;
}
