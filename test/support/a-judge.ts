import type { JudgeFacts } from '../../src/experiment/judge/judge-facts.js';

/** What loading found of a pairwise judge that is in order: 100 verdicts, of which the order changes a fifth, not more. */
export const A_JUDGE: JudgeFacts = {
  modelId: 'judge',
  kind: 'pairwise',
  baseline: 'b',
  samples: 2,
  prompt: [],
  promptSha256: '',
  rubric: null,
  inputUsdPerMTok: null,
  outputUsdPerMTok: null,
  isCompared: false,
  counts: { answers: 50, notAsked: 0, identical: 0, verdicts: 100, recorded: 100, failed: 0, unreadable: 0, missing: 0 },
  unfit: {},
  costUsd: null,
  repeats: [],
  swaps: Array.from({ length: 20 }, (_, at) => ({ query: at, first: 1, second: at < 4 ? 0 : 1 })),
};
