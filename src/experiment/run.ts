import { frontOf, hullOf } from '../compare/front.js';
import { rowOfChoice } from '../compare/row-of-choice.js';
import { verdictOf } from '../compare/verdict.js';
import type { ResultRow, Results } from '../domain/results.js';
import { settled, type Working } from '../domain/work.js';
import { frontierDefinitions } from '../metric/frontier.js';
import { metricDefinitions } from '../metric/index.js';
import type { Part } from '../metric/part.js';
import { expandCandidates } from '../strategy/expand.js';
import { fitCandidate } from '../strategy/fit.js';
import type { FittedCandidate } from '../strategy/strategy.js';
import { audit } from './audit/index.js';
import { choiceOf, leadingCandidate } from './choice.js';
import type { Compared } from './compared.js';
import { controlRows } from './control-rows.js';
import { crossfit } from './crossfit/crossfit.js';
import { crossfitRows } from './crossfit/crossfit-rows.js';
import { curves } from './curves.js';
import { decisionRows } from './decision-rows.js';
import { checkGateNames } from './gate-names.js';
import { judgeGates } from './gates.js';
import { headroom } from './headroom.js';
import { judgeSummaries } from './judge/judge-summaries.js';
import { measuredPart } from './measured-part.js';
import { nothingToMeasure } from './nothing-to-measure.js';
import { objectiveText } from './objective-value.js';
import { orderRows } from './order-rows.js';
import type { Ranking } from './rank-totals.js';
import { robustnessOf } from './robustness/robustness.js';
import { routerRows } from './router-rows.js';
import type { RunInput } from './run-input.js';
import { type Scored, scoreRows } from './score-rows.js';
import { rankMeasured } from './select.js';
import type { Setting } from './setting.js';
import { settingSweeps } from './setting-sweeps.js';
import { requireSplit } from './split/require-split.js';
import { bestOn, standingOf } from './standing.js';
import { protocolOf, workloadOf } from './summaries.js';
import { measuredAll, validationOf } from './unit/measure-unit.js';
import { rerouted } from './unit/route-unit.js';
import { categoriesOf, type Workbench, workbench } from './workbench.js';

/** Results without what only the caller knows (files, hashes, versions). */
export type ResultsBody = Omit<Results, 'schemaVersion' | 'tool' | 'experiment' | 'inputs'>;

export interface RunOutput {
  readonly body: ResultsBody;
  /** The compared rows with their decisions, in the results' order. */
  readonly compared: readonly Compared[];
  /** The router to ship, where one was chosen. */
  readonly chosen: FittedCandidate | null;
  readonly bench: Workbench;
  /** The queries that the numbers rest on. */
  readonly part: Part;
}

/**
 * One comparison: candidates are ranked on validation, the chosen candidate of each strategy and the controls are
 * measured once on test. Without a split every row is measured on everything and nothing is chosen. Pure but for
 * `timeRouter`; the same input gives the same bytes.
 */
export function runExperiment(input: RunInput): RunOutput {
  return settled(runWork(input));
}

/** The same, asking for its heavy work. */
export function* runWork(input: RunInput): Working<RunOutput> {
  const { experiment, strategies } = input;
  const bench = workbench(experiment, input.dataset, input.models, input.table, input.placed);
  requireSplit(experiment, strategies);
  const reportedOn = bench.split.folds !== null ? 'crossfit' : experiment.split.kind === 'none' ? 'all' : 'test';
  const partName = reportedOn === 'test' ? 'test' : 'all';
  const base = basePart(bench, partName);
  const standing = standingOf(bench, reportedOn === 'test' ? bench.part('validation') : base);
  const { ranking, routers, fitted } = yield* routed(input, bench, reportedOn, standing.reference);
  const matchTo = matchedRow(ranking, routers);
  const others = decisionRows(bench, input.decisions);
  const part = measuredPart(base, [...routers, ...others]);
  const setting: Setting = { ...standing, reportedOn, partName, part, bestSingle: bestOn(bench, part) };
  const asked = yield* rerouted(bench, routers, setting);
  const unordered = [...asked, ...others, ...controlRows(bench, setting.part, setting.pair, matchTo)];
  checkGateNames(
    experiment.gates,
    unordered,
    categoriesOf(bench, bench.part('all')).map(({ category }) => category),
  );
  const scored = yield* scoreRows(bench, unordered, setting);
  const scoredAt = onceEach((confidence: number) =>
    confidence === experiment.bootstrap.confidence
      ? scored
      : settled(scoreRows(atConfidence(bench, confidence), unordered, setting)),
  );
  const rows = orderRows(
    scored.rows,
    [...routers, ...others].map(({ id }) => id),
  );
  const compared = rows.flatMap((row) => unordered.filter(({ id }) => id === row.id));
  return {
    body: yield* bodyOf(input, bench, setting, ranking, { ...scored, rows }, compared, scoredAt, fitted),
    compared,
    chosen: chosenOf(ranking, fitted),
    bench,
    part: setting.part,
  };
}

/** The rows of the strategies, how they were ranked, and the routers that could be shipped. */
interface Routed {
  readonly ranking: Ranking | null;
  readonly routers: readonly Compared[];
  readonly fitted: readonly FittedCandidate[];
}

function* routed(
  { strategies, models, timeRouter }: RunInput,
  bench: Workbench,
  reportedOn: Setting['reportedOn'],
  reference: number,
): Working<Routed> {
  const candidates = strategies.flatMap((strategy) => expandCandidates(strategy));
  const { folds } = bench.split;
  if (folds === null || candidates.length === 0) {
    if (candidates.length === 0) return { ranking: null, routers: [], fitted: [] };
    if (reportedOn === 'all') {
      // Nothing learns without a split.
      const fitted = candidates.map((candidate) => fitCandidate(candidate, models, null));
      return { ranking: null, routers: yield* routerRows(bench, fitted, timeRouter), fitted };
    }
    const measured = yield* measuredAll(bench, candidates, reference);
    const ranking = yield* rankMeasured(bench, measured, validationOf(bench), reference);
    const fitted = measured.map(({ candidate, config }) => ({ candidate, config }));
    return { ranking, routers: yield* routerRows(bench, selectedOf(ranking, fitted), timeRouter), fitted };
  }
  const done = yield* crossfit(bench, candidates, reference);
  return { ranking: done.ranking, routers: yield* crossfitRows(bench, done, timeRouter), fitted: done.refitted };
}

/** What is measured: the selected candidates in their order. */
function selectedOf(ranking: Ranking, fitted: readonly FittedCandidate[]): readonly FittedCandidate[] {
  return ranking.selected.flatMap((id) => fitted.filter(({ candidate }) => candidate.id === id));
}

function basePart(bench: Workbench, partName: 'all' | 'test'): Part {
  const part = bench.part(partName);
  if (part.rows.length > 0 && bench.compared.length > 0) return part;
  throw nothingToMeasure(bench, partName);
}

/** A function that keeps what it found for each argument. */
function onceEach<A, R>(find: (argument: A) => R): (argument: A) => R {
  const held = new Map<A, R>();
  return (argument) => {
    const found = held.get(argument) ?? find(argument);
    held.set(argument, found);
    return found;
  };
}

/** The same workbench with intervals of another confidence. */
function atConfidence(bench: Workbench, confidence: number): Workbench {
  return { ...bench, experiment: { ...bench.experiment, bootstrap: { ...bench.experiment.bootstrap, confidence } } };
}

/** Controls are matched to the choice, or to the first router where there is none. */
function matchedRow(ranking: Ranking | null, routers: readonly Compared[]): Compared | null {
  const id = leadingCandidate(ranking);
  return routers.find(({ fitted }) => fitted?.candidate.id === id) ?? routers[0] ?? null;
}

function chosenOf(ranking: Ranking | null, fitted: readonly FittedCandidate[]): FittedCandidate | null {
  const selection = ranking?.selection;
  if (selection === undefined || (selection.kind !== 'chosen' && selection.kind !== 'tie')) return null;
  return fitted.find(({ candidate }) => candidate.id === selection.id) ?? null;
}

function* bodyOf(
  input: RunInput,
  bench: Workbench,
  setting: Setting,
  ranking: Ranking | null,
  scored: Scored,
  compared: readonly Compared[],
  scoredAt: (confidence: number) => Scored,
  fitted: readonly FittedCandidate[],
): Working<ResultsBody> {
  const { experiment } = input;
  const { judges = [] } = input.load;
  const { rows, frontiers } = scored;
  const { reportedOn } = setting;
  const choice = choiceOf({ experiment, ranking, rows, reportedOn });
  const chosenId = 'rowId' in choice ? choice.rowId : null;
  const audits = audit({
    bench,
    part: setting.part,
    load: input.load,
    setting,
    rows,
    compared,
    chosenId,
  });
  const { confidence } = experiment.bootstrap;
  const gates = judgeGates({ gates: experiment.gates, choice, audits, confidence, scoredAt });
  const room = headroom(bench, setting.part, setting.bestSingle);
  const point = (row: ResultRow) => ({
    rowId: row.id,
    cost: row.metrics['cost.mean']?.value ?? null,
    quality: row.metrics['quality.mean']?.value ?? null,
  });
  const deployable = rows.filter((row) => row.kind !== 'control' || row.marks.includes('single_model'));
  const chosenRow = rows.find((row) => 'rowId' in choice && row.id === choice.rowId);
  return {
    protocol: protocolOf(input, bench, setting, objectiveText(experiment.objective)),
    ...(judges.length === 0 ? {} : { judges: judgeSummaries(judges, bench) }),
    workload: workloadOf(input, bench),
    headroom: room,
    audits,
    robustness: yield* robustnessOf({ bench, setting, rows, compared, chosenId }),
    metrics: [...metricDefinitions, ...frontierDefinitions],
    rows,
    front: frontOf(deployable.map(point)),
    hull: hullOf(rows.filter((row) => row.marks.includes('single_model')).map(point)),
    curves: curves(bench, compared, setting),
    settingSweeps: settingSweeps(bench, setting, compared, fitted),
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
