import { bootstrap } from './benchmark/bootstrap.js';
import { bullmq } from './benchmark/bullmq.js';
import { replay } from './benchmark/replay.js';
import { routerbench } from './benchmark/routerbench.js';
import { run } from './benchmark/run.js';
import { scoring } from './benchmark/scoring.js';
import { simulation } from './benchmark/simulation.js';
import { start } from './benchmark/start.js';
import { sweep } from './benchmark/sweep.js';
import { textRegression } from './benchmark/text-regression.js';
import { thresholds } from './benchmark/thresholds.js';
import type { Benchmark } from './benchmark.js';

/** Every benchmark, in the order of the table: one file each. */
export const benchmarks: readonly Benchmark[] = [
  sweep,
  thresholds,
  scoring,
  replay,
  bootstrap,
  run,
  routerbench,
  textRegression,
  simulation,
  bullmq,
  start,
];
