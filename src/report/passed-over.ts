import type { Estimate } from '../domain/estimate.js';
import { formatMeasured } from '../domain/measured-text.js';
import type { CandidateRow, ConstraintJudgement, ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatShare } from './format.js';
import { chosenRow } from './row-name.js';

/**
 * Why the row with the highest chance of being best is not the chosen one: that chance is of the reported queries with
 * constraints at their point values, the choice rests on bounds on another part. Null where there is nothing to explain.
 */
export function passedOver(results: Results): string | null {
  const chosen = chosenRow(results);
  const first = likeliest(results.rows);
  if (chosen === undefined || first === undefined || first.id === chosen.id) return null;
  if ((first.probabilityBest ?? 0) <= (chosen.probabilityBest ?? 0)) return null;
  const part = results.protocol.reportedOn === 'crossfit' ? 'on cross-fitted decisions' : 'on the test part';
  const chances = `${formatShare(first.probabilityBest)}, ${chosen.label} ${formatShare(chosen.probabilityBest)}`;
  return `${first.label} is likeliest to be best ${part} (${chances}) and was not chosen: ${reason(results, first, chosen)}.`;
}

function likeliest(rows: readonly ResultRow[]): ResultRow | undefined {
  return rows.reduce<ResultRow | undefined>(
    (held, row) => ((row.probabilityBest ?? -1) > (held?.probabilityBest ?? -1) ? row : held),
    undefined,
  );
}

/** Read off the part that decided, where candidates are ranked. */
function reason(results: Results, first: ResultRow, chosen: ResultRow): string {
  const ranked = (row: ResultRow) => results.candidates.find(({ id }) => id === row.candidate);
  const [own, other] = [ranked(first), ranked(chosen)];
  const where = results.protocol.chosenOn === 'validation' ? 'on validation' : 'where the choice was made';
  if (own === undefined || other === undefined) return `${where} it was not ranked`;
  const open = own.constraints.find(({ verdict }) => verdict !== 'pass');
  if (open !== undefined) return `${where} ${shortText(open)}`;
  const { choice } = results;
  if (choice.kind === 'tie' && choice.with.includes(first.label))
    return `${where} the two are tied, and ${costs(results, own, other)}`;
  if ((own.objective ?? 0) > (other.objective ?? 0)) return `${where} more than 1 % of its queries could not be evaluated`;
  return `${where} ${objectiveText(results, own, other)}`;
}

/** A constraint that did not pass, and by how much. */
function shortText({ text, verdict, observed, limit, shortBy, unit }: ConstraintJudgement): string {
  if (observed.value === null) return `“${text}” could not be measured`;
  const amount = (value: number): string => formatMeasured({ value, low: null, high: null, n: observed.n }, unit);
  const seen = formatMeasured(observed, unit);
  if (verdict === 'fail') return `“${text}” failed: ${seen}, short by ${amount(shortBy)}`;
  if (shortBy > 0) return `“${text}” was undecided: ${seen}, short by ${amount(shortBy)} at its point value`;
  const crossing = crossingEnd(observed, limit);
  const by =
    crossing === null ? 'and these queries are too few to bound it' : `its interval ends ${amount(crossing)} beyond the limit`;
  return `“${text}” was undecided: ${seen}, ${by}`;
}

/** How far the interval reaches over the limit from a value on its right side; null where that end is open. */
function crossingEnd({ value, low, high }: Estimate, limit: number): number | null {
  const end = (value ?? 0) >= limit ? low : high;
  return end === null ? null : Math.abs(end - limit);
}

function objectiveText(results: Results, own: CandidateRow, other: CandidateRow): string {
  const { objective } = results.protocol;
  if (objective === 'minimise cost') return costs(results, own, other);
  if (objective === 'maximise quality')
    return `its quality was lower: ${formatEstimate(own.quality, 'fraction')} against ${formatEstimate(other.quality, 'fraction')}`;
  const four = (value: number | null): string => (value === null ? DASH : `${Number(value.toPrecision(4))}`);
  return `it was behind in the objective: ${four(own.objective)} against ${four(other.objective)}`;
}

function costs(results: Results, own: CandidateRow, other: CandidateRow): string {
  const { format, unit } = costView(results);
  const dearer = (own.cost.value ?? 0) >= (other.cost.value ?? 0) ? 'it was the dearer one' : 'it was the cheaper one';
  const per = unit === 'usd' ? 'per 1k queries' : 'calls per query';
  return `${dearer}: ${format(own.cost.value)} against ${format(other.cost.value)} ${per}`;
}
