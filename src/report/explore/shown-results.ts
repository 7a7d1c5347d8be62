import { frontOf, hullOf } from '../../compare/front.js';
import type { Estimate } from '../../domain/estimate.js';
import type { ResultRow, Results, VersusReference } from '../../domain/results.js';
import { falling, scaled } from '../../metric/estimate/seen.js';
import { pointEstimate, pointMoney } from './pairs.js';
import type { RegretSplit } from './regret-split.js';
import { referenceRow } from './results-against.js';
import type { Need, RowBook } from './row-book.js';
import { type RowFacts, supposedModels } from './what-if/supposed-rows.js';

/** The results as a reader has them, as far as they are worked out by now. */
export interface Shown {
  readonly results: Results;
  /** Whether an interval (or, of latency, the value) of a row is still to come. */
  pending(need: Need, row: number): boolean;
}

/** What of a row a view and a baseline change, and so is not what was recorded. */
export function changed(results: Results, { view }: RowBook, need: Need, row: number, baseline: number): boolean {
  switch (need) {
    case 'quality':
      return view.reweighed;
    case 'cost':
      return view.reweighed || view.billChanged(row);
    case 'latency':
      return (view.reweighed || view.decidesAnew(row)) && (results.rows[row]?.metrics['latency.p50']?.value ?? null) !== null;
    case 'routing':
      return (view.reweighed || view.repriced) && (results.rows[row]?.metrics['routing.under']?.value ?? null) !== null;
    case 'difference':
      return baseline >= 0 && row !== baseline && (view.reweighed || baseline !== referenceRow(results));
  }
}

/**
 * The results against a row, under what is supposed. What nothing changes is as recorded; of the rest values stand there at
 * once, and intervals once they are worked out. What was judged, tested or chosen at other prices or weights is left out.
 *
 * @param facts by row; null where nothing is supposed
 */
export function shownResults(results: Results, book: RowBook, baseline: number, facts: readonly RowFacts[] | null): Shown {
  const rows = results.rows.map((row, index): ResultRow => {
    const versusReference = index === baseline || baseline < 0 ? null : versus(results, book, index, baseline);
    if (facts === null) return { ...row, versusReference };
    return { ...row, ...supposedRow(results, book, row, index, facts[index] as RowFacts), versusReference };
  });
  const label = results.rows[baseline]?.label ?? results.protocol.reference;
  const against = { ...results, protocol: { ...results.protocol, reference: label }, rows };
  return {
    results: facts === null ? against : { ...against, ...setsOf(rows), workload: workloadOf(results, book) },
    pending: (need, row) => changed(results, book, need, row, baseline) && known(book, need, row, baseline) === undefined,
  };

  function known({ difference, ...own }: RowBook, need: Need, row: number, against: number): object | null | undefined {
    return need === 'difference' ? difference(row, against) : own[need](row);
  }
}

function workloadOf({ workload }: Results, { view }: RowBook): Results['workload'] {
  return view.supposed === null ? workload : { ...workload, models: supposedModels(workload.models, view.supposed) };
}

function supposedRow(results: Results, book: RowBook, row: ResultRow, index: number, facts: RowFacts): Partial<ResultRow> {
  const kept = Object.entries(row.metrics).filter(([name]) => keeps(results, book, name, index));
  return {
    metrics: { ...Object.fromEntries(kept), ...facts.rates, ...ownMetrics(results, book, index, facts) },
    byCategory: facts.byCategory,
    shares: facts.shares ?? [],
    constraints: [],
    probabilityBest: null,
  };
}

/** Metrics that prices leave alone; weights leave none alone. */
const OF_QUALITY = /^(quality|rate)\.|^regret\.quality$|^routing\.under$/;

function keeps(results: Results, book: RowBook, name: string, row: number): boolean {
  if (book.view.reweighed) return false;
  if (name.startsWith('latency.')) return !changed(results, book, 'latency', row, -1);
  if (/^cost\.(mean|per1k|total)$/.test(name)) return !changed(results, book, 'cost', row, -1);
  return OF_QUALITY.test(name);
}

/** What is worked out anew, in place of what was recorded. */
function ownMetrics(results: Results, book: RowBook, row: number, { split }: RowFacts): Record<string, Estimate> {
  const { view } = book;
  const n = view.part.rows.length;
  const points = book.points(row);
  const has = (need: Need): boolean => changed(results, book, need, row, -1);
  const cost = book.cost(row) ?? pointEstimate(points.cost, n);
  const weight = view.part.weight.reduce((sum, own) => sum + own, 0);
  return {
    ...(has('quality') ? { 'quality.mean': book.quality(row) ?? pointEstimate(points.quality, n) } : {}),
    ...(has('cost') ? { 'cost.mean': cost, 'cost.per1k': scaled(cost, 1000), 'cost.total': scaled(cost, weight) } : {}),
    ...(has('latency') ? (book.latency(row) ?? {}) : {}),
    ...(view.reweighed ? regretPoint(results, book, row) : {}),
    ...(has('routing') ? (book.routing(row) ?? splitPoints(split, n)) : {}),
  };
}

function splitPoints(split: RegretSplit | null, n: number): Record<string, Estimate> {
  if (split === null) return {};
  return {
    'routing.over': pointEstimate(split.over, n),
    'routing.under': pointEstimate(split.under, n),
    'routing.overspend': pointEstimate(split.overspend, n),
  };
}

/** Regret by value: of rows that are not judged for misrouting, and of the others until it is worked out. */
function regretPoint(results: Results, book: RowBook, row: number): Record<string, Estimate> {
  const oracle = results.rows.findIndex(({ id }) => id === 'control:oracle');
  if (oracle < 0) return {};
  const lost = book.points(oracle).quality - book.points(row).quality;
  return { 'regret.quality': pointEstimate(lost, book.view.part.rows.length) };
}

function versus(results: Results, book: RowBook, row: number, baseline: number): VersusReference {
  const n = book.view.part.rows.length;
  const known = book.difference(row, baseline);
  if (known !== undefined) return known;
  const recorded = results.rows[row]?.versusReference ?? null;
  const money = pointMoney(book, n, row, baseline);
  const costs = {
    cost: money.difference,
    savings: falling(money.ratio, (share) => 1 - share),
    timesCheaper: falling(money.ratio, (share) => 1 / share),
  };
  if (recorded !== null && !changed(results, book, 'difference', row, baseline)) {
    const same = !book.view.billChanged(row) && !book.view.billChanged(baseline);
    return same ? recorded : { ...recorded, ...costs };
  }
  const quality = pointEstimate(book.points(row).quality - book.points(baseline).quality, n);
  return {
    quality,
    retention: pointEstimate(book.points(row).quality / book.points(baseline).quality, n),
    ...costs,
    test: null,
    minimumDetectable: null,
    nonInferiority: { difference: quality, verdict: 'undecided', equivalent: false },
  };
}

function setsOf(rows: readonly ResultRow[]): Pick<Results, 'front' | 'hull'> {
  const point = (row: ResultRow) => ({
    rowId: row.id,
    cost: row.metrics['cost.mean']?.value ?? null,
    quality: row.metrics['quality.mean']?.value ?? null,
  });
  return {
    front: frontOf(rows.filter((row) => row.kind !== 'control' || row.marks.includes('single_model')).map(point)),
    hull: hullOf(rows.filter((row) => row.marks.includes('single_model')).map(point)),
  };
}
