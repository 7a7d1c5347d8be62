import { type CodedColumn, codedValue } from '../../domain/column.js';
import type { ScoringLabel } from '../../domain/label.js';
import type { Audit } from '../../domain/results.js';
import type { Part } from '../../metric/part.js';
import { bestByQuery } from '../../replay/control/oracle.js';
import { weightedMeans } from '../../replay/weighted-means.js';
import { ratioOfSums } from '../../stats/ratio.js';
import { otherHalfMeans } from '../other-half.js';
import { keysOf, type QueryKeys } from '../query-keys.js';
import type { Workbench } from '../workbench.js';
import { type AuditRule, error, percent } from './audit.js';

/** Share of queries on which a signal that is the reference equals it. */
const EQUAL_SHARE = 0.9;
const LEAST_QUERIES = 20;
/** Share of the oracle's gap (or of a model's variance) that a signal may honestly explain, and how far beyond the category. */
const EXPLAINED = 0.6;
const BEYOND_CATEGORY = 0.2;
/** Less to explain than this (queries on which the choice matters, or their sum of squares) says nothing. */
const LEAST_MATTERS = 30;
const LEAST_SQUARES = 5;

/** Signals that know what a router must not know. */
export const signalLeak: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'signal_is_reference',
      level: 'error',
      looksFor:
        'A signal that equals the reference (case and outer white space aside) on at least 90 % of the queries that have both.',
      blindTo: 'References that are encoded, and signals that hold the reference among other text.',
    },
    {
      id: 'signal_knows_outcome',
      level: 'error',
      looksFor:
        'A signal whose value tells which model is best: a table value → best model, made on one half of the groups and used on the other, surely closes more than 60 % of the gap between best single model and oracle, and 20 points more than the category does. Or one that tells as surely when a model is right (cross-fitted R²). Numbers with many values are cut at their 20-quantiles.',
      blindTo:
        'Leaks spread over several signals, or of which each value occurs once; weaker ones, which look like a useful signal. A signal that honestly names the kind of question is accused where no category does.',
    },
  ],
  find: ({ bench }) =>
    [...bench.dataset.queries.signals].flatMap(([name, column]) => [
      ...isReference(bench, name, column),
      ...knowsOutcome(bench, bench.part('all'), name, column),
    ]),
};

function isReference({ dataset }: Workbench, name: string, column: CodedColumn): Audit[] {
  let both = 0;
  let equal = 0;
  const seen = new Set<string>();
  column.codes.forEach((_, query) => {
    const value = codedValue(column, query);
    const text = dataset.labels.scoring.get(query);
    if (value === undefined || text === '{}') return;
    const { reference } = JSON.parse(text) as ScoringLabel;
    if (typeof reference !== 'string' && typeof reference !== 'number') return;
    both++;
    seen.add(plainText(reference));
    if (plainText(value) === plainText(reference)) equal++;
  });
  if (both < LEAST_QUERIES || seen.size < 2 || equal < EQUAL_SHARE * both) return [];
  const message = `signals.${name} equals the reference on ${equal} of ${both} queries: a router that sees it knows the answer`;
  return [error('signal_is_reference', message)];
}

function plainText(value: unknown): string {
  return String(value).trim().toLowerCase();
}

function knowsOutcome(bench: Workbench, part: Part, name: string, column: CodedColumn): Audit[] {
  const signal = keysOf(column);
  const category = keysOf(bench.dataset.labels.category);
  if (isLeak(gapClosed(bench, part, signal), () => gapClosed(bench, part, category))) {
    const closed = percent(gapClosed(bench, part, signal)?.value ?? 0);
    const message = `signals.${name} tells which model is best: a table made on half of the queries closes ${closed} of the oracle's gap on the other half`;
    return [error('signal_knows_outcome', message)];
  }
  return bench.compared.flatMap((model) => {
    const explained = varianceExplained(bench, part, signal, model);
    if (!isLeak(explained, () => varianceExplained(bench, part, category, model))) return [];
    const message = `signals.${name} tells when ${bench.table.modelIds[model]} is right: it explains ${percent(explained?.value ?? 0)} of that model's quality on queries it was not fitted on`;
    return [error('signal_knows_outcome', message)];
  });
}

interface Explained {
  readonly value: number;
  /** Two standard errors below. */
  readonly low: number;
}

/** More than a signal may honestly explain, and more than what the category does anyway. */
function isLeak(signal: Explained | null, category: () => Explained | null): boolean {
  return signal !== null && signal.low > EXPLAINED && signal.value > BEYOND_CATEGORY + (category()?.value ?? 0);
}

/** Share of the gap between best single model and oracle that a cross-fitted table class → best model closes; null where little matters. */
function gapClosed({ means, compared, dataset }: Workbench, part: Part, keys: QueryKeys): Explained | null {
  const best = bestByQuery(means);
  const at = (query: number, model: number): number => means.quality[query * means.modelCount + model] as number;
  const overall = weightedMeans(means, part.rows, dataset.labels.weight).quality;
  const single = argmax(compared, (model) => overall[model] as number);
  const open = Float64Array.from(part.rows, (query) => at(query, best[query] as number) - at(query, single));
  if (open.filter((gap) => gap > 0).length < LEAST_MATTERS) return null;
  const predicted = new Map(compared.map((model) => [model, otherHalfMeans(part, keys, (query) => at(query, model))]));
  const won = Float64Array.from(part.rows, (query, row) => {
    const chosen = argmax(compared, (model) => predicted.get(model)?.[row] ?? Number.NEGATIVE_INFINITY);
    return at(query, chosen) - at(query, single);
  });
  return explainedBy(part, won, open);
}

/** 1 − Σ(q − mean of its class in the other half)² ÷ Σ(q − mean of the other half)²; null where there is next to nothing to explain. */
function varianceExplained({ means }: Workbench, part: Part, keys: QueryKeys, model: number): Explained | null {
  const at = (query: number): number => means.quality[query * means.modelCount + model] as number;
  const none = { codes: new Int32Array(keys.codes.length).fill(-1), count: 0 };
  const overall = otherHalfMeans(part, none, at);
  const byKey = otherHalfMeans(part, keys, at);
  const total = Float64Array.from(part.rows, (query, row) => (at(query) - (overall[row] as number)) ** 2);
  const won = Float64Array.from(part.rows, (query, row) => (total[row] as number) - (at(query) - (byKey[row] as number)) ** 2);
  return total.reduce((sum, value) => sum + value, 0) < LEAST_SQUARES ? null : explainedBy(part, won, total);
}

/** A ratio of weighted sums with its error by groups. */
function explainedBy(part: Part, won: Float64Array, open: Float64Array): Explained {
  const byGroup = (values: Float64Array): Float64Array => {
    const sums = new Float64Array(part.groupKeys.length);
    values.forEach((value, row) => {
      const group = part.group[row] as number;
      sums[group] = (sums[group] as number) + (part.weight[row] as number) * value;
    });
    return sums;
  };
  const { value, standardError } = ratioOfSums(byGroup(won), byGroup(open));
  return { value, low: value - 2 * standardError };
}

function argmax(models: readonly number[], of: (model: number) => number): number {
  return models.reduce((best, model) => (of(model) > of(best) ? model : best));
}
