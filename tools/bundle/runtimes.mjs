const RULES = ['filter', 'context', 'rules', 'split'];
const ALL = {
  predictors: ['linear', 'knn', 'mix', 'forest', 'clusters', 'factors', 'elo', 'cohorts'],
  blocks: ['words', 'marks', 'chars', 'bins', 'signal', 'keywords', 'embedding'],
  learners: ['epsilonGreedy', 'thompson', 'linucb'],
  patterns: true,
};
const NONE = { predictors: [], blocks: [], learners: [], patterns: false };

/**
 * The runtime as single files, smallest first; a router is exported with the first that has all it needs (src/export/runtime-file/).
 * What is a function of a request alone comes without the calls that carry a route out, and takes requests as they are.
 */
export const RUNTIMES = [
  { name: 'rules', parts: { ...NONE, policies: RULES, executes: false } },
  { name: 'patterns', parts: { ...NONE, policies: [...RULES, 'classify'], patterns: true, executes: false } },
  { name: 'learned', parts: { ...ALL, learners: [], policies: [...RULES, 'classify', 'predict'], executes: false } },
  {
    name: 'whole',
    parts: { ...ALL, policies: [...RULES, 'classify', 'predict', 'stick', 'pace', 'explore', 'cascade'], executes: true },
  },
];
