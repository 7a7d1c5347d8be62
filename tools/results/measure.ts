import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importWorkspace } from '../../src/app/import/import-workspace.js';
import { loadWorkspace } from '../../src/app/workspace/load-workspace.js';
import { foldSet } from '../../src/experiment/crossfit/fold-set.js';
import { outerFolds } from '../../src/experiment/crossfit/folds-of.js';
import type { Folds } from '../../src/experiment/split/folds.js';
import { workbench } from '../../src/experiment/workbench.js';
import { choiceRows } from './choice-rows.js';
import { type Measured, SEED } from './measured.js';
import { orderRows } from './order-rows.js';
import { predictOutOfFold } from './out-of-fold.js';
import { learners, type ResultSet } from './result-sets.js';

export interface MeasuredSet {
  readonly set: string;
  readonly asks: ResultSet['asks'];
  readonly queries: number;
  readonly groups: number;
  readonly rows: readonly Measured[];
}

const FOLDS = 5;

/** Imports a data set, deals its queries into folds by whole groups, and measures every way of routing out of fold. */
export async function measureSet(data: string, scratch: string, one: ResultSet): Promise<MeasuredSet | null> {
  if (!existsSync(join(data, one.path))) return null;
  const out = join(scratch, one.set.replaceAll(' ', '-'));
  const only = one.only === undefined ? {} : { set: one.only };
  await importWorkspace({ format: one.format, path: join(data, one.path), out, ...only, options: {}, force: false });
  const file = join(out, 'routelab.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('split: none', `split: { kfold: ${FOLDS}, seed: ${SEED} }`));
  const { input } = await loadWorkspace({ experimentFile: file, remeasure: false });
  const bench = workbench(input.experiment, input.dataset, input.models, input.table, input.placed);
  const set = foldSet(bench, outerFolds(bench, bench.split.folds as Folds));
  const part = bench.part('all');
  const predicted = learners.map((learner) => {
    const found = predictOutOfFold(bench, set, learner);
    process.stderr.write(`${one.set}: ${learner.name} is fitted\n`);
    return found;
  });
  const rows = (one.asks === 'choice' ? choiceRows : orderRows)(bench, set, part, predicted);
  return { set: one.set, asks: one.asks, queries: part.rows.length, groups: part.groupKeys.length, rows };
}
