import { frontOf, hullOf } from '../compare/front.js';
import { rowOfChoice } from '../compare/row-of-choice.js';
import { verdictOf } from '../compare/verdict.js';
import type { Curve, ResultRow, Results } from '../domain/results.js';
import type { Working } from '../domain/work.js';
import { frontierDefinitions } from '../metric/frontier.js';
import { metricDefinitions } from '../metric/index.js';
import type { FittedCandidate } from '../strategy/strategy.js';
import { audit, type FoundInData } from './audit/index.js';
import { choiceOf } from './choice.js';
import type { Compared } from './compared.js';
import { judgeGates } from './gates.js';
import { headroom } from './headroom.js';
import { judgeSummaries } from './judge/judge-summaries.js';
import { objectiveText } from './objective-value.js';
import type { Ranking } from './rank-totals.js';
import { type EffectsByRow, robustnessOf } from './robustness/robustness.js';
import type { RunInput } from './run-input.js';
import type { Scored } from './score-rows.js';
import type { Setting } from './setting.js';
import { settingSweeps } from './setting-sweeps.js';
import { protocolOf, workloadOf } from './summaries.js';
import type { Workbench } from './workbench.js';

/** Results without what only the caller knows (files, hashes, versions). */
export type ResultsBody = Omit<Results, 'schemaVersion' | 'tool' | 'experiment' | 'inputs'>;

/** What was found out on the way, or is being. */
export interface Begun {
  readonly found: FoundInData;
  readonly effects: () => Working<EffectsByRow>;
  /** Sweeps of scores, in the order of the rows that it is given. */
  readonly drawn: (ordered: readonly Compared[]) => Working<Curve[]>;
}

/** Puts together what is told of a comparison, and works out what is about all of its rows. */
export function* bodyOf(
  input: RunInput,
  bench: Workbench,
  setting: Setting,
  ranking: Ranking | null,
  scored: Scored,
  compared: readonly Compared[],
  scoredAt: (confidence: number) => Scored,
  fitted: readonly FittedCandidate[],
  { found, effects, drawn }: Begun,
): Working<ResultsBody> {
  const { experiment } = input;
  const { judges = [] } = input.load;
  const { rows, frontiers } = scored;
  const { reportedOn } = setting;
  const choice = choiceOf({ experiment, ranking, rows, reportedOn });
  const chosenId = 'rowId' in choice ? choice.rowId : null;
  const robustness = yield* robustnessOf({ bench, setting, rows, compared, chosenId, effects });
  const audits = audit({ bench, part: setting.part, load: input.load, setting, rows, compared, chosenId }, found);
  const { confidence } = experiment.bootstrap;
  const gates = judgeGates({ gates: experiment.gates, choice, audits, confidence, scoredAt });
  const room = headroom(bench, setting.part, setting.bestSingle);
  const point = (row: ResultRow) => ({
    rowId: row.id,
    cost: row.metrics['cost.mean']?.value ?? null,
    quality: row.metrics['quality.mean']?.value ?? null,
  });
  const deployable = rows.filter((row) => row.kind !== 'control' || row.marks.includes('single_model'));
  const bySetting = settingSweeps(bench, setting, compared, fitted);
  const chosenRow = rows.find((row) => 'rowId' in choice && row.id === choice.rowId);
  return {
    protocol: protocolOf(input, bench, setting, objectiveText(experiment.objective)),
    ...(judges.length === 0 ? {} : { judges: judgeSummaries(judges, bench) }),
    workload: workloadOf(input, bench),
    headroom: room,
    audits,
    robustness: yield* robustness(),
    metrics: [...metricDefinitions, ...frontierDefinitions],
    rows,
    front: frontOf(deployable.map(point)),
    hull: hullOf(rows.filter((row) => row.marks.includes('single_model')).map(point)),
    curves: yield* drawn(compared),
    settingSweeps: bySetting,
    frontiers: [...frontiers, ...(ranking?.frontiers ?? [])],
    candidates: ranking?.rows ?? [],
    search: [],
    choice,
    gates,
    verdict: verdictOf({
      choice,
      gates,
      row: chosenRow,
      measured: rowOfChoice(rows, choice),
      referenceLabel: bench.table.modelIds[setting.reference] ?? '',
      costModel: experiment.cost.by === 'calls' ? experiment.cost.model : null,
      n: setting.part.rows.length,
      reportedOn,
      synthetic: experiment.synthetic,
      bestSingle: room.bestSingle,
      oracleQuality: room.oracleQuality,
    }),
  };
}
