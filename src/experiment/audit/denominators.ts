import { COST_SOURCE, OUTCOME_STATUS, type OutcomeTable, rowsOfModel } from '../../domain/outcome-table.js';
import type { Audit } from '../../domain/results.js';
import type { CellMeans } from '../../replay/cell-means.js';
import { type AuditRule, type DataAuditInput, note, percent, warn } from './audit.js';

/** Fewer missing or present queries than this say nothing about which are missing. */
const LEAST_QUERIES = 20;
/** Standard errors, and difference, from which what is missing is said to be harder or easier. */
const CLEAR = 4;
const LEAST_DIFFERENCE = 0.05;

/** Means of quality and cost that would rest on different queries. */
export const denominators: AuditRule = {
  of: 'data',
  definitions: [
    {
      id: 'paid_but_unscored',
      level: 'warn',
      looksFor:
        'Calls with a cost and no score. Here such a query leaves both means; an average that leaves it out of one only flatters the model (RouterArena #118: 0.22 became 0.76).',
      blindTo: 'Rows the source left out altogether.',
    },
    {
      id: 'scored_but_unpriced',
      level: 'note',
      looksFor: 'Scored calls without a cost, of a model whose other calls have one.',
      blindTo: 'Costs that are there and wrong.',
    },
    {
      id: 'missing_is_hard',
      level: 'warn',
      looksFor:
        'A model whose missing or unscored queries are harder (or easier) for the other models than its known ones, by 4 standard errors and 5 points: its own mean then speaks of another set.',
      blindTo: 'Fewer than 20 missing or known queries; hardness that the other models do not show.',
    },
  ],
  find: (input) => [
    ...input.bench.table.modelIds.flatMap((id, model) => halfKnown(input, id, rowsOfModel(input.bench.table, model))),
    ...input.bench.compared.flatMap((model) => missingIsHard(input, model)),
  ],
};

function halfKnown({ bench: { table, experiment } }: DataAuditInput, id: string, rows: readonly number[]): Audit[] {
  if (experiment.cost.by === 'calls') return [];
  const count = (of: (row: number) => boolean): number => rows.reduce((sum, row) => sum + (of(row) ? 1 : 0), 0);
  const paid = count((row) => table.status[row] === OUTCOME_STATUS.unscored && (table.costPico[row] as number) > 0);
  const scored = count((row) => table.status[row] === OUTCOME_STATUS.ok);
  const unpriced = count((row) => isUnpriced(table, row));
  return [
    ...(paid > 0
      ? [
          warn(
            'paid_but_unscored',
            `${id}: ${paid} of ${rows.length} calls have a cost and no score; they leave quality and cost alike, the source's own averages may differ`,
          ),
        ]
      : []),
    ...(unpriced > 0 && unpriced < scored
      ? [note('scored_but_unpriced', `${id}: ${unpriced} of ${scored} scored calls have no cost; their queries leave both means`)]
      : []),
  ];
}

function isUnpriced({ status, costSource }: OutcomeTable, row: number): boolean {
  return status[row] === OUTCOME_STATUS.ok && costSource[row] === COST_SOURCE.missing;
}

/** How the other models do where this one is missing, against where it is known. */
function missingIsHard({ bench: { means, compared, table } }: DataAuditInput, model: number): Audit[] {
  const others = compared.filter((other) => other !== model);
  const missing: number[] = [];
  const known: number[] = [];
  for (let query = 0; query < means.queryCount; query++) {
    const quality = meanQuality(means, others, query);
    if (Number.isNaN(quality)) continue;
    (Number.isNaN(means.quality[query * means.modelCount + model] as number) ? missing : known).push(quality);
  }
  if (missing.length < LEAST_QUERIES || known.length < LEAST_QUERIES) return [];
  const [a, b] = [momentsOf(missing), momentsOf(known)];
  const difference = a.mean - b.mean;
  const error = Math.sqrt(a.variance / missing.length + b.variance / known.length);
  if (Math.abs(difference) < LEAST_DIFFERENCE || Math.abs(difference) < CLEAR * error) return [];
  return [
    warn(
      'missing_is_hard',
      `${table.modelIds[model]}: the other models reach ${a.mean.toFixed(3)} on the ${missing.length} queries it lacks and ${b.mean.toFixed(3)} on the others (${percent(missing.length / (missing.length + known.length))} missing): what is missing is not missing by chance`,
    ),
  ];
}

function meanQuality(means: CellMeans, models: readonly number[], query: number): number {
  return models.reduce((sum, model) => sum + (means.quality[query * means.modelCount + model] as number), 0) / models.length;
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) };
}
