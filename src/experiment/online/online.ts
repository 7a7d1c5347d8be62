import type { Online } from '../../domain/results.js';
import { PICO } from '../../metric/family.js';
import type { Stage } from '../../router/config.js';
import type { Compared } from '../compared.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';
import { budgetKept } from './budget-kept.js';
import { reaction } from './reaction.js';
import { regretKept } from './regret-kept.js';
import { streamOf } from './streams.js';
import { byBlock, ratioOver, walkTable } from './walk-table.js';

/**
 * What a stateful router did over the reported streams, with intervals over its walks and blocks of sessions; null for others. A
 * budget for some of the requests alone is not judged: what the others cost is not its own.
 */
export function onlineOf(bench: Workbench, row: Compared, { partName }: Setting): Online | null {
  const { fitted, pieces, replicates } = row;
  if (fitted === undefined || pieces === undefined || replicates === undefined) return null;
  const reported = new Set(bench.rowsIn(partName));
  const streams = pieces.map(({ rows }) => rows).filter((rows) => reported.has(rows[0] ?? -1));
  const { config } = fitted;
  const table = walkTable(
    bench,
    streams.map((rows) => streamOf(bench, rows).rows),
    replicates,
    config.input.stickySignal,
  );
  const each = byBlock(table, () => 1);
  const { from, delayQueries, delayMs, noise, rate } = bench.experiment.online.feedback;
  const pace = stageOf(config.pipeline, 'pace');
  const explore = stageOf(config.pipeline, 'explore');
  const regret = explore === undefined ? null : regretKept(bench, table, config, explore);
  const reacted = explore === undefined ? null : reaction(bench, table, pieces, config, explore);
  return {
    walks: table.walks,
    blocks: table.blocks,
    requests: table.query.length,
    feedback: { from, delayQueries, delaySeconds: delayMs / 1000, noise, rate },
    quality: ratioOver(bench, table, byBlock(table, table.quality), each),
    cost: ratioOver(bench, table, byBlock(table, table.costPico), each, PICO),
    ...(regret === null ? {} : { regret }),
    ...(reacted === null ? {} : { reaction: reacted }),
    ...(pace === undefined || pace.when !== undefined || bench.experiment.cost.by !== 'usd'
      ? {}
      : { budget: budgetKept(bench, table, pace) }),
  };
}

/** The first stage of a kind. */
function stageOf<K extends Stage['kind']>(pipeline: readonly Stage[], kind: K): Extract<Stage, { kind: K }> | undefined {
  return pipeline.find((stage): stage is Extract<Stage, { kind: K }> => stage.kind === kind);
}
