import type { ResultRow, Results, VersusReference } from '../../../domain/results.js';
import { scaled } from '../../../metric/estimate/seen.js';
import { costView } from '../../cost-view.js';
import { formatEstimate, formatPoints, metricOf } from '../../format.js';
import { choiceMadeText } from '../../protocol-text.js';
import { chosenRow } from '../../row-name.js';

/** Which row the objective would prefer under a supposition. */
export type SupposedChoice =
  /** Nothing was chosen, or the objective can't be worked out from quality and cost alone. */
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'same'; readonly row: ResultRow }
  | { readonly kind: 'other'; readonly row: ResultRow; readonly chosen: ResultRow };

/** Objectives in the words of the results, and the number of a row that decides. Lower is preferred. */
const DECIDES: Readonly<Record<string, { readonly most: string; of(row: ResultRow): number | null }>> = {
  'minimise cost': { most: 'cheapest', of: (row) => metricOf(row, 'cost.mean').value },
  'maximise quality': { most: 'best', of: (row) => negated(metricOf(row, 'quality.mean').value) },
};

function negated(value: number | null): number | null {
  return value === null ? null : -value;
}

/**
 * What the objective would prefer among the routers that meet every constraint as they were judged on the reported part, by
 * point values. No choice: that needs another run, which chooses on queries that are not reported.
 */
export function supposedChoice(recorded: Results, supposed: Results): SupposedChoice {
  const chosen = chosenRow(recorded);
  if (chosen === undefined) return { kind: 'unknown', why: 'Nothing was chosen, so there is no choice to change.' };
  const decides = DECIDES[recorded.protocol.objective];
  if (decides === undefined) {
    return { kind: 'unknown', why: `What the objective (${recorded.protocol.objective}) would prefer is not worked out here.` };
  }
  const meets = new Set(
    recorded.rows
      .filter(({ kind, constraints }) => kind === 'router' && constraints.every(({ verdict }) => verdict === 'pass'))
      .map(({ id }) => id),
  );
  const rows = supposed.rows.filter(({ id }) => meets.has(id) || id === chosen.id);
  const own = rows.find(({ id }) => id === chosen.id) as ResultRow;
  const unknown = rows.filter((row) => decides.of(row) === null);
  if (unknown.length > 0) {
    return {
      kind: 'unknown',
      why: `The numbers of ${unknown.map(({ label }) => label).join(', ')} are not known under these, so nothing can be said of the choice.`,
    };
  }
  const first = rows.reduce((held, next) => ((decides.of(next) as number) < (decides.of(held) as number) ? next : held), own);
  return first === own ? { kind: 'same', row: own } : { kind: 'other', row: first, chosen: own };
}

/**
 * The same in sentences.
 *
 * @param versus of the row that would be preferred, against the chosen one, under the supposition
 */
export function supposedChoiceText(recorded: Results, choice: SupposedChoice, versus: VersusReference | null): string {
  const most = DECIDES[recorded.protocol.objective]?.most ?? 'preferred';
  const among = 'of the routers that meet every constraint as recorded';
  switch (choice.kind) {
    case 'unknown':
      return choice.why;
    case 'same':
      return `${choice.row.label} would still be the ${most} ${among}.`;
    case 'other':
      return `${choice.row.label} would be the ${most} ${among}, in place of ${choice.chosen.label}${versus === null ? '' : differenceText(recorded, versus)}.`;
  }
}

function differenceText(recorded: Results, versus: VersusReference): string {
  const cost = costView(recorded);
  const amount = formatEstimate(scaled(versus.cost, cost.perQueries), cost.unit);
  return `: ${cost.axis} ${amount}, quality ${formatPoints(versus.quality)} points`;
}

/** What a supposition is not, and what it leaves alone; sentences. */
export function supposedCaveats(recorded: Results, reweighed: boolean): readonly string[] {
  return [
    'Routers keep the decisions they made at the recorded prices, which are part of them: only the bill changes, and a router fitted anew might decide otherwise.',
    `Constraints stand as judged at the recorded prices${reweighed ? ' and weights' : ''}; the chance to be best is left out${reweighed ? ', and with other weights so are the tests of the table' : ''}. Controls that are made to match another row keep the mix of models they had.`,
    `This looks at the reported queries, so it is no choice: ${choiceMadeText(recorded.protocol)}. Put the prices into models.yaml and run again to decide.`,
  ];
}
