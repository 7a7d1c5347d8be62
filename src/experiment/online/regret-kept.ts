import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { RegretKept } from '../../domain/results.js';
import { PICO } from '../../metric/family.js';
import { replayRoutes } from '../../replay/ledger.js';
import type { ExploreStage, RouterConfig, Stage } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import { sealRouter } from '../../router/seal.js';
import type { Workbench } from '../workbench.js';
import { byBlock, ratioOver, type WalkTable } from './walk-table.js';

/** Points of the curve. */
const POINTS = 10;

/** A fixed model behind the same filters: what it does at a position, on the sample that a walk reads. */
export interface Fixed {
  readonly modelId: string;
  reward(walk: number, position: number): number;
  quality(walk: number, position: number): number;
}

/**
 * Each model that a stage chooses among, as a fixed choice in its place: the same filters, fallbacks and cascades, and nothing else
 * that remembers. By the mean reward over some positions, best first.
 */
export function fixedArms(
  bench: Workbench,
  table: WalkTable,
  config: RouterConfig,
  stage: ExploreStage,
  outcomes: OutcomeTable,
  when: (position: number) => boolean = () => true,
): Fixed[] {
  const arms = stage.over.map((modelId): Fixed & { readonly total: number } => {
    const routes = createRouter(withFixed(config, stage, modelId)).routeAll(bench.batch);
    const samples = Array.from({ length: bench.samples }, (_, sample) => replayRoutes(routes, outcomes, sample, 0));
    const at = (name: 'quality' | 'costPico', walk: number, position: number): number =>
      samples[walk % samples.length]?.[name][table.query[position] as number] as number;
    const quality = (walk: number, position: number): number => at('quality', walk, position);
    const reward = (walk: number, position: number): number =>
      quality(walk, position) - stage.perUsd * PICO * at('costPico', walk, position);
    return { modelId, quality, reward, total: total(byBlock(table, reward, when)) };
  });
  return arms.filter((arm) => !Number.isNaN(arm.total)).sort((a, b) => b.total - a.total);
}

function withFixed(config: RouterConfig, stage: ExploreStage, use: string): RouterConfig {
  const { name, models, input, pipeline, fallback, execution } = config;
  const fixed = pipeline.flatMap((one): Stage[] => {
    if (one === stage) return [{ kind: 'rules', rules: [{ ...(stage.when === undefined ? {} : { when: stage.when }), use }] }];
    return one.kind === 'stick' || one.kind === 'pace' || one.kind === 'explore' ? [] : [one];
  });
  const carriedOut = execution === undefined ? {} : { execution };
  return sealRouter({ name, models, input, pipeline: fixed, fallback, ...carriedOut });
}

/** Regret against the best fixed model in hindsight, over the whole stream and along it; null where no model is known throughout. */
export function regretKept(bench: Workbench, table: WalkTable, config: RouterConfig, stage: ExploreStage): RegretKept | null {
  const best = fixedArms(bench, table, config, stage, bench.table)[0];
  if (best === undefined) return null;
  const reward = (walk: number, position: number): number =>
    table.quality(walk, position) - stage.perUsd * PICO * table.costPico(walk, position);
  const each = byBlock(table, () => 1);
  const regretUpTo = (blocks: number): RegretKept['curve'][number] => {
    const within = (position: number): boolean => (table.block[position] as number) < blocks;
    const lost = byBlock(table, (walk, position) => best.reward(walk, position) - reward(walk, position), within);
    const count = byBlock(table, () => 1, within);
    const queries = Math.round(total(count) / table.walks);
    return { queries, cumulative: ratioOver(bench, table, lost, count, queries) };
  };
  const curve = Array.from({ length: POINTS }, (_, at) => regretUpTo(Math.ceil(((at + 1) * table.blocks) / POINTS)));
  return {
    perUsd: stage.perUsd,
    bestFixed: best.modelId,
    reward: ratioOver(bench, table, byBlock(table, reward), each),
    fixedReward: ratioOver(bench, table, byBlock(table, best.reward), each),
    cumulative: (curve.at(-1) as RegretKept['curve'][number]).cumulative,
    curve,
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
