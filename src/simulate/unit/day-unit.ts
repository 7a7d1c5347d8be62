import { done, type UnitKind, type Working } from '../../domain/work.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { announcedOf } from '../announced.js';
import { simulateDay } from '../day.js';
import { LATENCY_BINS } from '../outcome/latency-histogram.js';
import type { Tally } from '../outcome/tally.js';
import { playedBy } from '../played.js';
import { fitLatency, type LatencyFit } from '../provider/fit-latency.js';
import type { Scenario } from '../scenario.js';
import type { Scene } from '../stage.js';
import { sceneCommon } from './scene-common.js';

/** One day: who decides, under which of the scenario's policies, with whose luck. */
export interface DayAsked {
  readonly scenario: Scenario;
  /** Index into the scene's routers. */
  readonly router: number;
  /** Index into the scenario's arms. */
  readonly arm: number;
  readonly seed: number;
}

/** A day's tally with only the latency bins that hold something: few of them do. */
interface TravellingTally extends Omit<Tally, 'latency'> {
  readonly bins: Uint32Array;
  readonly counts: Uint32Array;
}

/** Plays a day of a scenario. */
export const dayUnit: UnitKind<Scene, DayAsked, TravellingTally> = {
  name: 'day',
  describe: 'simulate one day of a scenario with one router under one policy',
  common: sceneCommon,
  run(scene, { scenario, router: which, arm, seed }) {
    const one = scene.routers[which] as Scene['routers'][number];
    const { table, models, queries } = scene;
    const day = simulateDay({
      scenario,
      seed,
      table,
      models,
      fits: latencyFits(scene, scenario),
      queries,
      ...playing(scene, which, scenario)(),
      routerTimeMs: one.timeMs,
      policy: scenario.arms[arm]?.policy ?? one.router.execution,
    });
    return travelling(day);
  },
};

/** Plays days, in order. */
export function* playedDays(scene: Scene, asked: readonly DayAsked[]): Working<readonly Tally[]> {
  const outputs = yield* done(dayUnit, scene, asked);
  return outputs.map(arrived);
}

/** What follows from a scene, and so is worked out once wherever its days are played. */
interface Kept {
  readonly fits: Map<number, LatencyFit | null>;
  readonly played: Map<string, ReturnType<typeof playedBy>>;
}
const held = new WeakMap<Scene['batch'], Kept>();
/** Days come router by router: routes of those before are not needed any more. */
const MOST_PLAYED = 2;

function keptFor({ batch }: Scene): Kept {
  const own = held.get(batch) ?? { fits: new Map(), played: new Map() };
  held.set(batch, own);
  return own;
}

/** By model: what its recordings are fitted by, where the scenario wants that and they are enough. */
export function latencyFits(scene: Scene, scenario: Scenario): (LatencyFit | null)[] {
  const { fits } = keptFor(scene);
  return scene.models.map(({ id }, model) => {
    if (scenario.providers.get(id)?.service.kind !== 'fitted') return null;
    if (!fits.has(model)) fits.set(model, fitLatency(scene.table, model));
    return fits.get(model) ?? null;
  });
}

function playing(scene: Scene, which: number, scenario: Scenario): ReturnType<typeof playedBy> {
  const { played } = keptFor(scene);
  const told = announcedOf(scenario, scene.models);
  const key = `${which} ${canonicalJson(told.map((said) => said ?? null))}`;
  const own = played.get(key) ?? playedBy(scene.routers[which] as Scene['routers'][number], scene, told);
  played.delete(key);
  played.set(key, own);
  for (const oldest of [...played.keys()].slice(0, -MOST_PLAYED)) played.delete(oldest);
  return own;
}

function travelling({ latency, ...rest }: Tally): TravellingTally {
  const bins: number[] = [];
  for (let bin = 0; bin < latency.length; bin++) if (latency[bin] !== 0) bins.push(bin);
  return { ...rest, bins: Uint32Array.from(bins), counts: Uint32Array.from(bins, (bin) => latency[bin] as number) };
}

function arrived({ bins, counts, ...rest }: TravellingTally): Tally {
  const latency = new Uint32Array((rest.steps + 1) * LATENCY_BINS);
  bins.forEach((bin, at) => {
    latency[bin] = counts[at] as number;
  });
  return { ...rest, latency };
}
