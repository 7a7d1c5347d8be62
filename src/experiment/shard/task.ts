import type { Workbench } from '../workbench.js';
import { groundTask } from './ground-task.js';
import { type MeansTask, meansTask } from './means-task.js';
import type { ShardOutput } from './output.js';
import { type RankTask, rankTask } from './rank-task.js';
import type { Routed } from './routed.js';
import { type ScoreTask, scoreTask } from './score-task.js';

/** What is asked of every shard. */
export type ShardTask = { readonly do: 'ground' } | RankTask | MeansTask | ScoreTask;

/** Does a task on a shard's workbench. @param routed the routes of its queries */
export function shardOutput(bench: Workbench, task: ShardTask, routed: Routed): ShardOutput {
  switch (task.do) {
    case 'ground':
      return groundTask(bench);
    case 'rank':
      return rankTask(bench, task, routed);
    case 'means':
      return meansTask(bench, task, routed);
    case 'score':
      return scoreTask(bench, task, routed);
  }
}
