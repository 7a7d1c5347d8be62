import type { Selection } from '../compare/choose.js';
import { overall } from '../compare/judge.js';
import { procedureRow } from '../compare/row-of-choice.js';
import { type Estimate, UNAVAILABLE } from '../domain/estimate.js';
import { formatMeasured } from '../domain/measured-text.js';
import type { Choice, ResultRow, Results } from '../domain/results.js';
import type { Experiment } from './experiment.js';
import { objectiveText } from './objective-value.js';
import type { Ranking } from './rank-totals.js';

export interface ChoiceInput {
  readonly experiment: Experiment;
  readonly ranking: Ranking | null;
  readonly rows: readonly ResultRow[];
  readonly reportedOn: Results['protocol']['reportedOn'];
}

/** The chosen candidate, or the one nearest to a choice. */
export function leadingCandidate(ranking: Ranking | null): string | undefined {
  const selection = ranking?.selection;
  if (selection === undefined || selection.kind === 'none') return undefined;
  return 'id' in selection ? selection.id : selection.nearest;
}

/** The ranking's selection in the results' words, with what the reported queries say of it. */
export function choiceOf({ experiment, ranking, rows, reportedOn }: ChoiceInput): Choice {
  if (ranking === null) {
    const why = rows.some(({ kind }) => kind === 'router')
      ? 'Nothing is chosen: without a split every row is measured on all queries, and a choice made there would flatter itself. Add `split:` to the experiment to choose.'
      : 'Nothing to choose from: the experiment lists no strategies, only baselines.';
    return { kind: 'none', why };
  }
  const { selection } = ranking;
  const rowIdOf = (candidate: string): string => rows.find((row) => row.candidate === candidate)?.id ?? candidate;
  const labelOf = (candidate: string): string => rows.find((row) => row.candidate === candidate)?.label ?? candidate;
  const goal = `${objectiveText(experiment.objective)}${experiment.constraints.length > 0 ? ', every constraint passed' : ''}`;
  const where = reportedOn === 'crossfit' ? 'by cross-fitted decisions' : 'on validation';
  const barred = barredText(ranking, labelOf, where);
  switch (selection.kind) {
    case 'chosen':
      return {
        kind: 'chosen',
        rowId: rowIdOf(selection.id),
        why: `Best ${where}: ${goal}.${barred}`,
        confidence: 'No other strategy is within the paired 95 % interval of its objective.',
        test: testOf(rows, selection.id),
      };
    case 'tie':
      return {
        kind: 'tie',
        rowId: rowIdOf(selection.id),
        with: selection.with.map(labelOf),
        settle: ranking.settle.map((pair) => ({
          ...pair,
          between: [labelOf(pair.between[0]), labelOf(pair.between[1])] as const,
        })),
        why: `Cheapest of those tied ${where}: ${goal}.${barred}`,
        confidence: 'The paired interval of the objective difference contains 0.',
        test: testOf(rows, selection.id),
      };
    case 'undecided':
    case 'infeasible':
      return {
        kind: selection.kind,
        nearest: labelOf(selection.nearest),
        why: `${shortText(ranking, selection, where)}${barred}`,
      };
    case 'none':
      return { kind: 'none', why: 'Nothing to choose from: no candidate could be evaluated.' };
  }
}

/** What the reported queries say of the constraints that held where the choice was made. */
function testOf(rows: readonly ResultRow[], candidate: string): 'confirmed' | 'contradicted' | 'undecided' {
  const row = procedureRow(rows) ?? rows.find((one) => one.candidate === candidate);
  const verdict = overall(row?.constraints ?? []);
  return verdict === 'pass' ? 'confirmed' : verdict === 'fail' ? 'contradicted' : 'undecided';
}

/** Who was not considered, and why: a better row that can't be chosen must not stand there without a word. */
function barredText({ barred }: Ranking, labelOf: (candidate: string) => string, where: string): string {
  if (barred.length === 0) return '';
  const named = barred.map(({ id, coverage }) => `${labelOf(id)} (${Math.floor(1000 * coverage) / 10} %)`).join(', ');
  return ` Not considered, because less than 99 % of the queries could be evaluated ${where}: ${named}.`;
}

/** What the nearest lacks where the choice was made, which is not where the tables were measured. */
function shortText(ranking: Ranking, selection: Extract<Selection, { nearest: string }>, where: string): string {
  const row = ranking.rows.find(({ id }) => id === selection.nearest);
  const open = (row?.constraints ?? []).filter(({ verdict }) => verdict !== 'pass');
  return open
    .map(({ text, verdict, observed, shortBy, unit }) => {
      const seen = observed.value === null ? `could not be measured ${where}` : `is ${formatMeasured(observed, unit)} ${where}`;
      const gap =
        shortBy > 0 ? `, short by ${formatMeasured({ ...UNAVAILABLE, value: shortBy }, unit)}` : `, ${undecidedText(observed)}`;
      return `"${text}" ${verdict === 'fail' ? 'fails' : 'is undecided'}: ${seen}${observed.value === null ? '' : gap}.`;
    })
    .join(' ');
}

function undecidedText({ low, high }: Estimate): string {
  return low === null || high === null ? 'but these queries are too few to bound it' : 'but its interval crosses the limit';
}
