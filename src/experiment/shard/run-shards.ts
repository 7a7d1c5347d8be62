import type { Working } from '../../domain/work.js';
import { FEW_GROUPS } from '../../metric/resampled.js';
import type { WeightedMeans } from '../../replay/weighted-means.js';
import { createRouter } from '../../router/create-router.js';
import { addTally, type Tally, tallied } from '../../stats/tally.js';
import { expandCandidates } from '../../strategy/expand.js';
import { fitCandidate } from '../../strategy/fit.js';
import type { FittedCandidate } from '../../strategy/strategy.js';
import type { ResultsBody } from '../body.js';
import { leadingCandidate } from '../choice.js';
import { lengthAt } from '../control-rows.js';
import { type Awaited, awaitedOf } from '../measured-part.js';
import { nothingKnown } from '../nothing-to-measure.js';
import type { Ranking } from '../rank-totals.js';
import { routerHead } from '../router-rows.js';
import { requireSplit } from '../split/require-split.js';
import { bestAmong, standingAmong } from '../standing.js';
import { fittedAll } from '../unit/fit-unit.js';
import { judgedIn, reportedPart, type ShardFrame } from './frame.js';
import { meansIn } from './ground-task.js';
import { percentilesOf } from './latency-spread.js';
import { type AskShards, rankShards } from './rank-shards.js';
import { refuseStateful, STREAMED_CONTROLS } from './refuse.js';
import type { TimedRouter } from './reported-rows.js';
import type { ScoreTask } from './score-task.js';
import { shardedBody } from './sharded-body.js';
import type { ShardsInput } from './shards-input.js';

export interface ShardsOutput {
  readonly body: ResultsBody;
  /** The reported routers. */
  readonly routers: readonly FittedCandidate[];
}

/** One comparison over shards, step by step as `runWork` goes: nothing is chosen on what is reported. */
export function* runShards(input: ShardsInput, ask: AskShards): Working<ShardsOutput> {
  const { experiment, strategies, frame } = input;
  requireSplit(experiment, strategies);
  const judged = judgedIn(frame);
  const { tally: ground } = yield* ask({ do: 'ground' });
  const reported = reportedPart(experiment);
  if (tallied(ground, `${reported} complete`) === 0 || frame.compared.length === 0) throw nothing(frame, ground, reported);
  const models = frame.modelIds.length;
  const standing = standingAmong(judged, meansIn(ground, reported === 'all' ? 'all' : 'validation', models));
  const fitted = yield* fittedOn(input);
  const { ranking, awaited: known } = yield* ranked(fitted, input, ground, standing.reference, ask);
  const routers = selectedOf(fitted, ranking);
  const awaited =
    known(routers) ?? awaitedIn((yield* ask({ do: 'means', configs: configsOf(routers), awaited: null })).tally, routers.length);
  const { tally: means } = yield* ask({ do: 'means', configs: configsOf(routers), awaited });
  const timed = routers.map(
    (one): TimedRouter => ({ fitted: one, time: input.timeRouter(createRouter(one.config), input.timed) }),
  );
  const singles = meansIn(means, 'part', models);
  const task = scoreTaskOf(input, { ...standing, timed, awaited, ranking, means, singles });
  const output = yield* ask(task);
  const spreads = [...output.latencies].map(([name, histogram]) => percentilesOf(name, histogram));
  addTally(output.tally, (yield* ask({ ...task, spreads })).tally);
  return { routers, body: shardedBody(input, { ground, means, output, ranking, timed, task }) };
}

function configsOf(fitted: readonly FittedCandidate[]) {
  return fitted.map(({ config }) => config);
}

function nothing(frame: ShardFrame, ground: Tally, reported: 'all' | 'test') {
  const known = frame.modelIds.map((id) => ({ id, count: tallied(ground, `${id} recorded`) }));
  return nothingKnown(known, tallied(ground, 'queries'), frame.compared.length, reported);
}

/** Every candidate, fitted on the sample of the train part where it learns: all queries of that are learned from. */
function* fittedOn({ strategies, models, sample }: ShardsInput): Working<readonly FittedCandidate[]> {
  const candidates = strategies.flatMap((strategy) => expandCandidates(strategy));
  const fitted =
    sample === null
      ? candidates.map((candidate) => fitCandidate(candidate, models, null))
      : yield* fittedAll(
          sample,
          candidates.map((candidate) => ({ candidate, without: null })),
        );
  refuseStateful(configsOf(fitted));
  return fitted;
}

interface Ranked {
  readonly ranking: Ranking | null;
  /** What is waited for of some of the candidates; null where that was not looked at. */
  awaited(routers: readonly FittedCandidate[]): readonly Awaited[] | null;
}

function* ranked(
  fitted: readonly FittedCandidate[],
  { frame, experiment }: ShardsInput,
  ground: Tally,
  reference: number,
  ask: AskShards,
): Working<Ranked> {
  if (fitted.length === 0 || reportedPart(experiment) === 'all') return { ranking: null, awaited: () => null };
  const groups = tallied(ground, 'validation complete groups');
  const { ranking, tally } = yield* rankShards(judgedIn(frame), fitted, reference, groups, ask);
  const rows = tallied(ground, 'test complete');
  return { ranking, awaited: (routers) => routers.map((router) => awaitedAt(tally, fitted.indexOf(router), rows)) };
}

function selectedOf(fitted: readonly FittedCandidate[], ranking: Ranking | null): readonly FittedCandidate[] {
  if (ranking === null) return fitted;
  return ranking.selected.flatMap((id) => fitted.filter(({ candidate }) => candidate.id === id));
}

function awaitedIn(tally: Tally, routers: number): Awaited[] {
  const rows = tallied(tally, 'reported rows');
  return Array.from({ length: routers }, (_, index) => awaitedAt(tally, index, rows));
}

function awaitedAt(tally: Tally, index: number, rows: number): Awaited {
  const share = (of: 'quality' | 'cost'): number => tallied(tally, `reported ${of} ${index}`) / Math.max(1, rows);
  return awaitedOf(share('quality'), share('cost'));
}

interface Found extends Pick<ScoreTask, 'reference' | 'pair'> {
  readonly timed: readonly TimedRouter[];
  readonly awaited: readonly Awaited[];
  readonly ranking: Ranking | null;
  readonly means: Tally;
  readonly singles: WeightedMeans;
}

/** What shards need to know of each other to score the reported rows. */
function scoreTaskOf(
  { frame, experiment }: ShardsInput,
  { timed, awaited, ranking, means, singles, ...standing }: Found,
): ScoreTask {
  const leading = Math.max(
    0,
    timed.findIndex(({ fitted }) => fitted.candidate.id === leadingCandidate(ranking)),
  );
  const matchTo =
    timed.length === 0 ? null : { label: timed[leading]?.fitted.candidate.strategy ?? '', ...askedBy(frame, means, leading) };
  const lengths = [...means.keys()].flatMap((name) => (name.startsWith('length ') ? [Number(name.slice('length '.length))] : []));
  const counts = lengths.sort((a, b) => a - b).map((length) => [length, tallied(means, `length ${length}`)] as const);
  const share = standing.pair === null ? undefined : matchTo?.shares[standing.pair.strong];
  return {
    ...standing,
    do: 'score',
    bestSingle: bestAmong(judgedIn(frame), singles),
    routers: timed.map(({ fitted, time }, index) => ({
      head: { ...routerHead(fitted.candidate), marks: [] },
      config: fitted.config,
      timeMs: time.p50Ms,
      awaited: awaited[index] as Awaited,
      qualityAsked: askedBy(frame, means, index).shares.reduce(
        (sum, own, model) => sum + (own === 0 ? 0 : own * (singles.quality[model] as number)),
        0,
      ),
    })),
    baselines: experiment.baselines.filter((name) => STREAMED_CONTROLS.includes(name)),
    matchTo,
    singles,
    length: lengthAt(counts, share ?? 0.5),
    products: tallied(means, 'groups') <= FEW_GROUPS,
    spreads: null,
  };
}

/** How a router spreads its first calls, and its mean cost. */
function askedBy(
  { modelIds }: ShardFrame,
  means: Tally,
  index: number,
): { readonly shares: Float64Array; readonly meanCostPico: number } {
  const weight = tallied(means, 'group weight');
  return {
    shares: Float64Array.from(modelIds, (_, model) => tallied(means, `router ${index} asks ${model}`) / weight),
    meanCostPico: tallied(means, `router ${index} cost`) / weight,
  };
}
