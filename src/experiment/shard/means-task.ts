import type { Part } from '../../metric/part.js';
import type { RouterConfig } from '../../router/config.js';
import { addExactly } from '../../stats/exact-sum.js';
import { addTo, sumIn, type Tally } from '../../stats/tally.js';
import { type Awaited, knownOn } from '../measured-part.js';
import { promptLengths } from '../prompt-lengths.js';
import type { Replayed } from '../replayed.js';
import type { Workbench } from '../workbench.js';
import { reportedPart } from './frame.js';
import { addMeans } from './ground-task.js';
import type { ShardOutput } from './output.js';
import { addGroups, addKnown } from './rank-task.js';
import { type Routed, replayedBy } from './routed.js';

/** What the reported rows and the single models come to on the reported part: what controls are matched to. */
export interface MeansTask {
  readonly do: 'means';
  readonly configs: readonly RouterConfig[];
  /** What of each router is waited for; null: not known yet, and only counted. */
  readonly awaited: readonly Awaited[] | null;
}

export function meansTask(bench: Workbench, { configs, awaited }: MeansTask, routed: Routed): ShardOutput {
  const tally: Tally = new Map();
  const routers = configs.map((config) => replayedBy(routed, bench, config));
  const base = bench.part(reportedPart(bench.experiment));
  addTo(tally, 'reported rows', base.rows.length);
  routers.forEach(({ arm }, index) => {
    addKnown(tally, index, arm, base.rows);
  });
  if (awaited === null) return { tally, totals: null, latencies: new Map(), rows: [] };
  const part = measuredOn(bench, routers, awaited);
  addGroups(tally, part);
  addMeans(tally, 'part', bench, part);
  const lengths = promptLengths(bench.batch);
  for (const query of part.rows) addTo(tally, `length ${lengths[query]}`, 1);
  routers.forEach(({ arm }, index) => {
    const asks = bench.table.modelIds.map((_, model) => sumIn(tally, `router ${index} asks ${model}`));
    const cost = sumIn(tally, `router ${index} cost`);
    part.rows.forEach((query, at) => {
      const weight = part.weight[at] as number;
      const asked = asks[arm.first?.[query] ?? -1];
      if (asked !== undefined) addExactly(asked, weight);
      addExactly(cost, weight * (arm.costPico[query] as number));
    });
  });
  return { tally, totals: null, latencies: new Map(), rows: [] };
}

/** The queries of a shard that the reported numbers rest on. */
export function measuredOn(bench: Workbench, routers: readonly Pick<Replayed, 'arm'>[], awaited: readonly Awaited[]): Part {
  const base = bench.part(reportedPart(bench.experiment));
  return knownOn(
    base,
    routers.map(({ arm }, index) => ({ arm, awaited: awaited[index] as Awaited })),
  );
}
