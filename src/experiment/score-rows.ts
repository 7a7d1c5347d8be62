import { type Estimate, UNAVAILABLE } from '../domain/estimate.js';
import type { Frontier, ResultRow, VersusReference } from '../domain/results.js';
import type { Working } from '../domain/work.js';
import type { ArmColumns } from '../metric/columns.js';
import { selectionEntropy } from '../metric/entropy.js';
import type { Quantity, Roles } from '../metric/family.js';
import { latencyEstimates } from '../metric/latency.js';
import { type ArmSums, armSums, type ResampledTotals, resampledWork } from '../metric/resampled.js';
import { scoreArm } from '../metric/score-arm.js';
import { armOfModel } from '../replay/arm.js';
import { holm } from '../stats/holm.js';
import { beforehandOf } from './beforehand.js';
import { categoryCells } from './category-cells.js';
import { chancesOfBest } from './chances-of-best.js';
import type { Compared } from './compared.js';
import { confusionsOf } from './confusion/confusion.js';
import { judgeConstraints } from './constraint/judge-constraints.js';
import { type Observed, observer } from './constraint/observe.js';
import { rowViolations } from './constraint/privacy.js';
import { coverage } from './coverage.js';
import { firstShares } from './first-shares.js';
import { frontiersOf, singleModels } from './frontiers.js';
import { objectiveQuantities } from './objective-value.js';
import { onlineOf } from './online/online.js';
import { reliability } from './reliability.js';
import { DEPLOYABLE, quantitiesOf, ratiosOf } from './row-quantities.js';
import { selectionColumns } from './selection-columns.js';
import type { Setting } from './setting.js';
import { type Opponent, versus } from './versus.js';
import type { Judged, Workbench } from './workbench.js';

/** Where rows stand among the resampled arms: single models first, in model order, each of them once. */
interface Arms {
  of(row: Compared): number;
  readonly oracle: number | null;
}

/** Rows with their scores, and the sets they form. */
export interface Scored {
  readonly rows: readonly ResultRow[];
  readonly frontiers: readonly Frontier[];
  /** A row against another, or against the reference (null): the differences without a test. */
  against(rowId: string, otherId: string | null): VersusReference;
}

/** Scores every compared row on the reported part, all on the same resamples. Row order is kept. */
export function* scoreRows(bench: Workbench, compared: readonly Compared[], setting: Setting): Working<Scored> {
  const { part } = setting;
  const singles = bench.table.modelIds.map((_, model) => armOfModel(model, bench.means));
  const others = compared.filter((row) => !row.marks.includes('single_model'));
  const choosing = selectionColumns(bench, part);
  const sums = (arm: ArmColumns, quantities: readonly Quantity[]): ArmSums =>
    armSums(arm, part, bench.means, bench.isRight, [
      ...new Set([...quantities, ...objectiveQuantities(bench.experiment.objective)]),
    ]);
  // A single model sends everything to itself, whatever is asked.
  const zeros = new Float64Array(bench.dataset.queries.size);
  const settled = { flips: zeros, shareQuality: zeros };
  const totals = yield* resampledWork(
    [
      ...singles.map((arm) => sums({ ...arm, ...settled }, DEPLOYABLE)),
      ...others.map((row) => sums({ ...row.arm, ...choosing(row) }, quantitiesOf(row))),
    ],
    part,
    { ...bench.experiment.bootstrap, ratios: ratiosOf(singles.length + others.length, setting.reference) },
  );
  const oracle = others.findIndex(({ id }) => id === 'control:oracle');
  const arms: Arms = {
    of: (row) =>
      row.marks.includes('single_model') ? bench.table.modelIds.indexOf(row.label) : singles.length + others.indexOf(row),
    oracle: oracle < 0 ? null : singles.length + oracle,
  };
  const cells = yield* categoryCells(bench, compared, setting);
  const observe = observer(bench, part, setting.reference);
  const rows = compared.map((row, index) => {
    const observed = row.routes === undefined ? null : observe(row.arm, row.walks ?? [row.routes]);
    const before = beforehandOf(bench, row, compared, setting);
    const scored = scoredRow(bench, row, arms, totals, setting, cells[index] ?? [], observed);
    return before === null ? scored : { ...scored, beforehand: before };
  });
  const chances = chancesOfBest(bench, rows, totals, (index) => arms.of(compared[index] as Compared));
  const known = rows.map((row, index) => ({ ...row, probabilityBest: chances[index] ?? null }));
  const find = (id: string): Compared => {
    const found = compared.find((row) => row.id === id);
    if (found === undefined) throw new Error(`no row ${id}`);
    return found;
  };
  return {
    rows: holmCorrected(known),
    frontiers: reportedFrontiers(bench, compared, arms, totals, { ...setting, n: part.rows.length }),
    against(rowId, otherId) {
      const row = find(rowId);
      const other = otherId === null ? referenceOf(bench, setting) : { arm: find(otherId).arm, index: arms.of(find(otherId)) };
      return versus(bench, { arm: row.arm, index: arms.of(row) }, other, totals, part, false);
    },
  };
}

/** The single models (what the zero router mixes), and everything that was routed. */
export function reportedFrontiers<R extends Pick<Compared, 'id' | 'kind'>>(
  bench: Judged,
  compared: readonly R[],
  arms: { of(row: R): number },
  totals: ResampledTotals,
  { n, partName, bestSingle }: Pick<Setting, 'partName' | 'bestSingle'> & { readonly n: number },
): Frontier[] {
  const routed = compared.filter(({ kind }) => kind !== 'control');
  const sets = [
    singleModels(bench),
    { id: 'frontier:routed', label: 'routed rows', arms: routed.map((row) => ({ id: row.id, arm: arms.of(row) })) },
  ];
  const { confidence } = bench.experiment.bootstrap;
  return frontiersOf(sets, { totals, part: partName === 'all' ? 'all' : 'test', n, bestSingle, confidence });
}

function scoredRow(
  bench: Workbench,
  row: Compared,
  arms: Arms,
  totals: ResampledTotals,
  setting: Setting,
  byCategory: ResultRow['byCategory'],
  observed: Observed | null,
): ResultRow {
  const { part } = setting;
  const self = arms.of(row);
  const { confidence } = bench.experiment.bootstrap;
  const modelCount = bench.table.modelIds.length;
  const shares = firstShares(row.arm, part, modelCount);
  const deployable = row.kind !== 'control';
  const online = onlineOf(bench, row, setting);
  const violations = rowViolations(bench, row, part.rows);
  const roles: Roles = {
    self,
    reference: setting.reference,
    oracle: arms.oracle,
    pair: setting.pair,
    singles: bench.compared,
    bestSingle: setting.bestSingle,
    shares: deployable ? shares : null,
    usd: bench.experiment.cost.by === 'usd',
  };
  return {
    id: row.id,
    label: row.label,
    kind: row.kind,
    marks: row.marks,
    description: row.description,
    ...(row.fitted === undefined
      ? {}
      : {
          strategy: row.fitted.candidate.strategy,
          candidate: row.fitted.candidate.id,
          parameters: row.fitted.candidate.parameters,
        }),
    ...(row.folds === undefined ? {} : { folds: row.folds }),
    metrics: {
      ...scoreArm(totals, roles, part.rows.length, confidence),
      'selection.entropy': entropyOf(bench, row, setting),
      ...latencyEstimates(row.arm.latencies, part, confidence),
    },
    versusReference:
      row.id === `single:${bench.table.modelIds[setting.reference]}` ? null : versusOwn(bench, row, self, totals, setting),
    byCategory,
    shares: bench.table.modelIds.map((modelId, model) => ({ modelId, share: shares[model] as number })),
    coverage: coverage(row.arm, bench.rowsIn(setting.partName), bench.dataset.labels.weight),
    ...reliabilityOf(bench, row, part),
    ...classified(bench, row, setting),
    ...(row.router === undefined ? {} : { router: row.router }),
    constraints: observed === null ? [] : judged(bench, observed, self, totals, setting),
    ...(violations === null ? {} : { violations }),
    ...(online === null ? {} : { online }),
    probabilityBest: null,
  };
}

function reliabilityOf(bench: Workbench, { routes, arm }: Compared, part: Setting['part']): Pick<ResultRow, 'reliability'> {
  if (routes?.predicted === undefined || arm.first === null) return {};
  const found = reliability({ predicted: routes.predicted, first: arm.first, means: bench.means, part });
  return found === null ? {} : { reliability: found };
}

/** Their labels never reached the router: what it made of them is told beside what the mistakes cost. */
function classified(bench: Workbench, row: Compared, setting: Setting): Pick<ResultRow, 'confusions'> {
  const confusions = confusionsOf(bench, row, setting);
  return confusions.length === 0 ? {} : { confusions };
}

function judged(
  bench: Workbench,
  observed: Observed,
  self: number,
  totals: ResampledTotals,
  setting: Setting,
): ResultRow['constraints'] {
  return judgeConstraints(bench.experiment.constraints, {
    totals,
    self,
    reference: setting.reference,
    referenceLabel: bench.table.modelIds[setting.reference] ?? '',
    costUnit: bench.experiment.cost.by,
    observed,
    n: setting.part.rows.length,
  });
}

/** A row against the reference, tested where its outcomes were drawn. */
function versusOwn(bench: Workbench, row: Compared, self: number, totals: ResampledTotals, setting: Setting): VersusReference {
  const testable = row.arm.mixture === null && !row.marks.some((mark) => mark === 'reads_outcomes' || mark === 'sequential');
  return versus(bench, { arm: row.arm, index: self }, referenceOf(bench, setting), totals, setting.part, testable);
}

function referenceOf(bench: Workbench, { reference }: Setting): Opponent {
  return { arm: armOfModel(reference, bench.means), index: reference };
}

/** Known where first calls are: not of mixtures, and of no interest in controls that read outcomes. */
function entropyOf({ table, experiment }: Workbench, { kind, marks, arm }: Compared, { part }: Setting): Estimate {
  if (arm.first === null || (kind === 'control' && !marks.includes('single_model'))) return UNAVAILABLE;
  return selectionEntropy(arm.first, part, table.modelIds.length, experiment.bootstrap.confidence);
}

/** Corrects the p-values of everything that competes (routers and single models) for having been compared together. */
export function holmCorrected(rows: readonly ResultRow[]): ResultRow[] {
  const competing = rows.filter(
    (row) => row.versusReference?.test != null && (row.kind !== 'control' || row.marks.includes('single_model')),
  );
  const adjusted = holm(competing.map((row) => row.versusReference?.test?.pValue ?? 1));
  const of = new Map(competing.map((row, index) => [row.id, adjusted[index] ?? 1]));
  return rows.map((row) => {
    const test = row.versusReference?.test;
    const pAdjusted = of.get(row.id);
    if (row.versusReference == null || test == null || pAdjusted === undefined) return row;
    return { ...row, versusReference: { ...row.versusReference, test: { ...test, pAdjusted } } };
  });
}
