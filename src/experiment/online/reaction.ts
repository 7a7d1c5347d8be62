import type { Estimate } from '../../domain/estimate.js';
import type { Reaction } from '../../domain/results.js';
import { withQualitiesTimes } from '../../replay/altered-table.js';
import { replayRoutes } from '../../replay/ledger.js';
import type { ExploreStage, RouterConfig } from '../../router/config.js';
import type { RouteColumns } from '../../router/router.js';
import { type Piece, walkOnce } from '../replayed.js';
import type { Workbench } from '../workbench.js';
import { fixedArms } from './regret-kept.js';
import { byBlock, ratioOver, type WalkTable } from './walk-table.js';

/** Share of what came before, and after, in which shares of requests are compared. */
const TAIL = 0.25;
/** Requests over which a share is taken while looking for when it has fallen to a half. */
const LOOK = 40;

/** The same walks while a model gets worse on the way, and how fast they leave it; null where the stage doesn't choose it. */
export function reaction(
  bench: Workbench,
  table: WalkTable,
  pieces: readonly Piece[],
  config: RouterConfig,
  stage: ExploreStage,
): Reaction | null {
  const { degrade, seeds } = bench.experiment.online;
  if (degrade === null || !stage.over.includes(degrade.model)) return null;
  const breaks = table.spans.map(([from, to]) => from + Math.round(degrade.from * (to - from)));
  const isAfter = spanwise(table, (position, span) => position >= (breaks[span] as number));
  const worse = table.query.filter((_, position) => isAfter(position));
  const outcomes = withQualitiesTimes(bench.table, bench.table.modelIds.indexOf(degrade.model), worse, degrade.factor);
  const altered = { ...bench, table: outcomes };
  const walks = Array.from({ length: seeds }, (_, seed) => walkOnce(altered, pieces, seed));
  const decisions = walks.map((routes, sample) => replayRoutes(routes, outcomes, sample, 0));
  const asks = (walk: number, position: number): number =>
    firstOf(walks[walk] as RouteColumns, table.query[position] as number) === degrade.model ? 1 : 0;
  const shareWhere = (when: (position: number) => boolean): Estimate =>
    ratioOver(
      bench,
      table,
      byBlock(table, asks, when),
      byBlock(table, () => 1, when),
    );
  const lateBefore = spanwise(table, (position, span) => {
    const [from] = table.spans[span] as readonly [number, number];
    const end = breaks[span] as number;
    return position < end && position >= end - TAIL * (end - from);
  });
  const lateAfter = spanwise(table, (position, span) => {
    const [, to] = table.spans[span] as readonly [number, number];
    return position >= to - TAIL * (to - (breaks[span] as number));
  });
  const after = byBlock(table, () => 1, isAfter);
  const best = fixedArms(bench, table, config, stage, outcomes, isAfter)[0];
  const before = shareWhere(lateBefore);
  return {
    modelId: degrade.model,
    from: degrade.from,
    factor: degrade.factor,
    before,
    after: shareWhere(lateAfter),
    requestsToHalf: toHalf(table, breaks, asks, before.value ?? 0),
    quality: ratioOver(
      bench,
      table,
      byBlock(table, (walk, position) => decisions[walk]?.quality[table.query[position] as number] as number, isAfter),
      after,
    ),
    fixedQuality: ratioOver(bench, table, byBlock(table, best?.quality ?? (() => Number.NaN), isAfter), after),
  };
}

function firstOf({ plan, plans }: RouteColumns, query: number): string | undefined {
  return plans[plan[query] as number]?.models[0];
}

/** A test of positions that knows which stream they are in. */
function spanwise(table: WalkTable, holds: (position: number, span: number) => boolean): (position: number) => boolean {
  const kept = new Uint8Array(table.query.length);
  table.spans.forEach(([from, to], span) => {
    for (let position = from; position < to; position++) kept[position] = holds(position, span) ? 1 : 0;
  });
  return (position) => kept[position] === 1;
}

/**
 * Requests after the break until, of the last 40, the model had at most half the share it had before; over the walks (and streams) in
 * which that came: the median, and the middle 95 %.
 */
function toHalf(
  { spans, walks }: WalkTable,
  breaks: readonly number[],
  asks: (walk: number, position: number) => number,
  before: number,
): Estimate {
  const took = spans
    .flatMap(([, to], span) =>
      Array.from({ length: walks }, (_, walk) => {
        const start = breaks[span] as number;
        let held = 0;
        for (let position = start; position < to; position++) {
          held += asks(walk, position) - (position - LOOK >= start ? asks(walk, position - LOOK) : 0);
          if (position - start + 1 >= LOOK && held / LOOK <= before / 2) return position - start + 1;
        }
        return Number.NaN;
      }),
    )
    .filter((requests) => !Number.isNaN(requests))
    .sort((a, b) => a - b);
  const at = (share: number): number | null => (before === 0 ? null : (took[Math.ceil(share * took.length) - 1] ?? null));
  return { value: at(0.5), low: at(0.025), high: at(0.975), n: took.length };
}
