import type { Workbench } from '../workbench.js';
import { groundTask } from './ground-task.js';
import { type MeansTask, meansTask } from './means-task.js';
import type { ShardOutput } from './output.js';
import { type RankTask, rankTask } from './rank-task.js';
import { type ScoreTask, scoreTask } from './score-task.js';

/** What is asked of every shard. */
export type ShardTask = { readonly do: 'ground' } | RankTask | MeansTask | ScoreTask;

/** Does a task on a shard's workbench. */
export function shardOutput(bench: Workbench, task: ShardTask): ShardOutput {
  switch (task.do) {
    case 'ground':
      return groundTask(bench);
    case 'rank':
      return rankTask(bench, task);
    case 'means':
      return meansTask(bench, task);
    case 'score':
      return scoreTask(bench, task);
  }
}
