import { settled, type Working } from '../domain/work.js';
import type { Part } from '../metric/part.js';
import { expandCandidates } from '../strategy/expand.js';
import { fitCandidate } from '../strategy/fit.js';
import type { FittedCandidate } from '../strategy/strategy.js';
import { auditBeforehand } from './audit/index.js';
import { bodyOf, type ResultsBody } from './body.js';
import { leadingCandidate } from './choice.js';
import type { Compared } from './compared.js';
import { controlRows } from './control-rows.js';
import { crossfit } from './crossfit/crossfit.js';
import { crossfitRows } from './crossfit/crossfit-rows.js';
import { decisionRows } from './decision-rows.js';
import { checkGateNames } from './gate-names.js';
import { measuredPart } from './measured-part.js';
import { nothingToMeasure } from './nothing-to-measure.js';
import { orderRows } from './order-rows.js';
import type { Ranking } from './rank-totals.js';
import { effectsByRow } from './robustness/robustness.js';
import { routerRows } from './router-rows.js';
import type { RunInput } from './run-input.js';
import { scoreRows } from './score-rows.js';
import { rankMeasured } from './select.js';
import type { Setting } from './setting.js';
import { requireSplit } from './split/require-split.js';
import { bestOn, standingOf } from './standing.js';
import { curvesOf } from './unit/curve-unit.js';
import { forget } from './unit/kept.js';
import { measuredAll, validationOf } from './unit/measure-unit.js';
import { rerouted } from './unit/route-unit.js';
import { categoriesOf, type Workbench, workbench } from './workbench.js';

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
  const found = onceOnly(() => auditBeforehand({ bench, part: base, load: input.load }));
  const { ranking, routers, fitted } = yield* routed(input, bench, reportedOn, standing.reference, found);
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
  const effects = yield* effectsByRow(bench, unordered, setting);
  const drawn = yield* curvesOf(bench, unordered, setting);
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
  const body = yield* bodyOf(input, bench, setting, ranking, { ...scored, rows }, compared, scoredAt, fitted, {
    found: found(),
    effects,
    drawn,
  });
  forget(bench);
  return {
    body,
    // How a row decides perturbed prompts was asked for, and holds all of them.
    compared: compared.map(({ reroute: _, ...row }) => row),
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
  meanwhile: () => void,
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
    const measured = yield* measuredAll(bench, candidates, reference, meanwhile);
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

/** A function that keeps what it found. */
function onceOnly<R extends object>(find: () => R): () => R {
  let held: R | undefined;
  return () => {
    held ??= find();
    return held;
  };
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
