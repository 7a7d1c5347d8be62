import type { FoldSet } from '../../src/experiment/crossfit/fold-set.js';
import type { Workbench } from '../../src/experiment/workbench.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { compileQuality } from '../../src/router/predictor/index.js';
import { qualityFits } from '../../src/strategy/fit/index.js';
import { fitCandidate } from '../../src/strategy/fit.js';
import type { Training } from '../../src/strategy/training.js';
import type { Predicted } from './measured.js';
import type { Learner } from './result-sets.js';

const WARM_UP = 2000;
const TIMED = 5000;

/** Predicted quality of every model for every query, by a fit on the folds the query is not in. */
export function predictOutOfFold(bench: Workbench, set: FoldSet, { name, spec }: Learner): Predicted {
  const { modelCount } = bench.means;
  const models = bench.table.modelIds.map((_, model) => model);
  const quality = new Float64Array(bench.dataset.queries.size * modelCount);
  const scores = new Float64Array(modelCount);
  let bytes = 0;
  let took = { p50Us: 0, p99Us: 0 };
  set.folds.forEach(({ decided }, fold) => {
    const training = set.training(fold);
    const fitted = qualityFits.fit(spec, { training, models, input: DEFAULT_INPUT });
    if (fold === 0) {
      bytes = JSON.stringify(fitted).length;
      took = decideTime(bench, spec, training, decided);
    }
    const bound = compileQuality(fitted, modelCount, DEFAULT_INPUT)(bench.batch);
    for (const query of decided) {
      bound(query, scores);
      quality.set(scores, query * modelCount);
    }
  });
  return { name, quality, bytes, ...took };
}

/** Microseconds of whole decisions, from messages to a route, one request after another. */
function decideTime(bench: Workbench, spec: Learner['spec'], training: Training, decided: ArrayLike<number>) {
  const predict = JSON.parse(JSON.stringify(spec));
  const candidate = { id: 'timed', strategy: 'timed', kind: 'dynamic', parameters: {}, input: DEFAULT_INPUT } as const;
  const fallback = bench.table.modelIds.slice(0, 1);
  const router = createRouter(
    fitCandidate({ ...candidate, pipeline: [{ predict }], fallback }, { models: bench.models }, training).config,
  );
  const route = (i: number) => router.route({ messages: bench.batch.messages(decided[i % decided.length] as number) });
  for (let i = 0; i < WARM_UP; i++) route(i);
  const took = Float64Array.from({ length: TIMED }, (_, i) => {
    const before = process.hrtime.bigint();
    route(i);
    return Number(process.hrtime.bigint() - before) / 1000;
  }).sort();
  const at = (share: number): number => took[Math.ceil(share * TIMED) - 1] as number;
  return { p50Us: at(0.5), p99Us: at(0.99) };
}
