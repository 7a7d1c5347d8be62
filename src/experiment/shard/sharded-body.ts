import { frontOf, hullOf } from '../../compare/front.js';
import { rowOfChoice } from '../../compare/row-of-choice.js';
import { verdictOf } from '../../compare/verdict.js';
import type { ResultRow, Results } from '../../domain/results.js';
import { frontierDefinitions } from '../../metric/frontier.js';
import { metricDefinitions } from '../../metric/index.js';
import { LATENCY_ERROR } from '../../metric/shard/latency-histogram.js';
import { type Tally, tallied } from '../../stats/tally.js';
import type { ResultsBody } from '../body.js';
import { choiceOf } from '../choice.js';
import { HEADROOM_SUMS, type HeadroomSums, headroomOf } from '../headroom.js';
import { objectiveText } from '../objective-value.js';
import { orderRows } from '../order-rows.js';
import type { Ranking } from '../rank-totals.js';
import { reportedFrontiers } from '../score-rows.js';
import { type ModelCounts, modelSummary, protocolFrom, summedParts } from '../summaries.js';
import { largestFirst } from '../workbench.js';
import { judgedIn, reportedPart } from './frame.js';
import type { ShardOutput } from './output.js';
import { leftOutOf } from './refuse.js';
import { reportedRows, type TimedRouter } from './reported-rows.js';
import type { ScoreTask } from './score-task.js';
import type { ShardsInput } from './shards-input.js';

/** What shards were asked, and came to. */
export interface ShardFindings {
  readonly ground: Tally;
  readonly means: Tally;
  readonly output: ShardOutput;
  readonly ranking: Ranking | null;
  readonly timed: readonly TimedRouter[];
  readonly task: ScoreTask;
}

/** The results of shards, as far as sums tell them. */
export function shardedBody(input: ShardsInput, found: ShardFindings): ResultsBody {
  const { experiment, frame } = input;
  const { ranking, timed, task, output, ground } = found;
  const judged = judgedIn(frame);
  const partName = reportedPart(experiment);
  const categories = categoriesIn(ground, 'category ');
  const scored = reportedRows(judged, output, {
    ...task,
    routers: timed,
    categories: categoriesIn(output.tally, 'row 0 n ').map(({ category }) => category),
  });
  const rows = orderRows(
    scored.rows,
    timed.map(({ fitted }) => `router:${fitted.candidate.strategy}`),
  );
  const n = tallied(output.tally, 'n');
  const choice = choiceOf({ experiment, ranking, rows, reportedOn: partName });
  const sums = Object.fromEntries(
    HEADROOM_SUMS.map((name) => [name, tallied(output.tally, `headroom ${name}`)]),
  ) as unknown as HeadroomSums;
  const room = headroomOf(frame.modelIds[task.bestSingle] ?? '', sums);
  const deployable = rows.filter((row) => row.kind !== 'control' || row.marks.includes('single_model'));
  return {
    protocol: protocolIn(input, found, n),
    streamed: {
      latencyError: LATENCY_ERROR,
      learnedFrom: input.sample === null ? null : input.sample.dataset.queries.size,
      leftOut: leftOutOf(experiment),
    },
    workload: {
      queries: tallied(ground, 'queries'),
      categories,
      models: frame.models.models
        .filter(({ id }) => frame.modelIds.includes(id))
        .map((model) => modelSummary(model, countsOf(ground, model.id))),
      oldestRecordedAt: input.load.oldestRecordedAt,
      newestRecordedAt: input.load.newestRecordedAt,
    },
    headroom: room,
    audits: [],
    robustness: { rows: [], prices: [], mixSpread: 0, mix: null },
    metrics: [...metricDefinitions, ...frontierDefinitions],
    rows,
    front: frontOf(deployable.map(pointOf)),
    hull: hullOf(rows.filter((row) => row.marks.includes('single_model')).map(pointOf)),
    curves: [],
    settingSweeps: [],
    frontiers: [
      ...reportedFrontiers(judged, output.rows, { of: scored.armOf }, scored.totals, {
        partName,
        bestSingle: task.bestSingle,
        n,
      }),
      ...(ranking?.frontiers ?? []),
    ],
    candidates: ranking?.rows ?? [],
    search: [],
    choice,
    gates: [],
    verdict: verdictOf({
      choice,
      gates: [],
      row: rows.find((row) => 'rowId' in choice && row.id === choice.rowId),
      measured: rowOfChoice(rows, choice),
      referenceLabel: frame.modelIds[task.reference] ?? '',
      costModel: experiment.cost.by === 'calls' ? experiment.cost.model : null,
      n,
      reportedOn: partName,
      synthetic: experiment.synthetic,
      bestSingle: room.bestSingle,
      oracleQuality: room.oracleQuality,
    }),
  };
}

function pointOf({ id, metrics }: ResultRow) {
  return { rowId: id, cost: metrics['cost.mean']?.value ?? null, quality: metrics['quality.mean']?.value ?? null };
}

/** Categories that were counted under names that begin alike. */
function categoriesIn(tally: Tally, prefix: string): Results['workload']['categories'] {
  const names = [...tally.keys()].filter((name) => name.startsWith(prefix) && tallied(tally, name) > 0);
  return largestFirst(new Map(names.map((name) => [name.slice(prefix.length), tallied(tally, name)])));
}

function countsOf(ground: Tally, modelId: string): ModelCounts {
  const of = (name: keyof ModelCounts): number => tallied(ground, `${modelId} ${name}`);
  return { recorded: of('recorded'), errors: of('errors'), refusals: of('refusals') };
}

function protocolIn(input: ShardsInput, { ground, task }: ShardFindings, n: number): Results['protocol'] {
  const { experiment, frame } = input;
  const partName = reportedPart(experiment);
  const parts = summedParts(partName).map((part) => ({
    part,
    queries: tallied(ground, `${part} queries`),
    groups: tallied(ground, `${part} groups`),
    complete: part === partName ? n : tallied(ground, `${part} complete`),
  }));
  return protocolFrom(
    input,
    { ...task, reportedOn: partName },
    {
      modelIds: frame.modelIds,
      parts,
      folds: [],
      costEstimated: tallied(ground, 'estimated costs') > 0,
      objective: objectiveText(experiment.objective),
      samples: Math.max(1, frame.whole.samples),
    },
  );
}
