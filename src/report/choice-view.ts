import type { ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatMeasured, formatNumber, formatPoints, formatTimes, metricOf, points } from './format.js';
import { passedOver } from './passed-over.js';
import { chosenRow } from './row-name.js';

/** What was chosen, why, and whether the test part agrees. */
export interface ChoiceView {
  readonly tone: 'good' | 'bad' | 'open';
  /** A word or two that a badge can carry. */
  readonly badge: string;
  /** Sentences beside the verdict. */
  readonly detail: readonly string[];
}

/** The choice in words; the verdict sentence itself is part of the results. */
export function choiceView(results: Results): ChoiceView {
  const { choice, rows, gates } = results;
  const over = passedOver(results);
  const more = over === null ? [] : [over];
  const row = 'rowId' in choice ? rows.find(({ id }) => id === choice.rowId) : undefined;
  const unbound = row?.constraints.length === 0;
  const broken = gates.some(({ level, verdict }) => level === 'error' && verdict === 'fail');
  const label = (id: string): string => rows.find((row) => row.id === id)?.label ?? id;
  switch (choice.kind) {
    case 'chosen':
      return { ...tested(choice.test, { broken, unbound }), detail: [choice.why, choice.confidence, ...more] };
    case 'tie': {
      const others = choice.with.map(label).join(', ');
      return {
        ...tested(choice.test, { broken, unbound }),
        detail: [`Tied with ${others}.`, choice.why, choice.confidence, ...more],
      };
    }
    case 'undecided':
      return { tone: 'open', badge: 'undecided', detail: [`Nearest: ${label(choice.nearest)}.`] };
    case 'infeasible':
      return { tone: 'bad', badge: 'no strategy fits', detail: [`Nearest: ${label(choice.nearest)}.`] };
    case 'none':
      return { tone: 'open', badge: 'nothing to choose', detail: [] };
  }
}

/** What the test part says; a broken gate counts for more than a confirmation, and no constraint is no confirmation. */
function tested(
  test: 'confirmed' | 'contradicted' | 'undecided',
  { broken, unbound }: { readonly broken: boolean; readonly unbound: boolean },
): Pick<ChoiceView, 'tone' | 'badge'> {
  if (broken) return { tone: 'bad', badge: test === 'contradicted' ? 'contradicted on test, gate failed' : 'gate failed' };
  if (unbound) return { tone: 'open', badge: 'no constraint set' };
  switch (test) {
    case 'confirmed':
      return { tone: 'good', badge: 'confirmed on test' };
    case 'contradicted':
      return { tone: 'bad', badge: 'contradicted on test' };
    case 'undecided':
      return { tone: 'open', badge: 'undecided on test' };
  }
}

/** One of the few numbers that go with a choice. */
export interface Tile {
  readonly title: string;
  readonly value: string;
  readonly detail: string;
}

/** Cost, quality, latency and what routing adds over chance, of the chosen row; none where nothing was chosen. */
export function choiceTiles(results: Results): readonly Tile[] {
  const row = chosenRow(results);
  if (row === undefined) return [];
  return [...againstReference(results, row), latencyTile(row), chanceTile(row)];
}

function againstReference(results: Results, row: ResultRow): readonly Tile[] {
  const versus = row.versusReference;
  if (versus === null) return [];
  const { reference } = results.protocol;
  const cost = costView(results);
  const ratio = cost.ratio.of(row);
  const { low, high } = ratio;
  const cheaper = low === null && high === null ? '' : ` [${formatTimes(low)}, ${formatTimes(high)}]`;
  return [
    {
      title: cost.ratio.tile,
      value: formatTimes(ratio.value),
      detail: `${formatMeasured(cost.of(row), cost.unit)} ${cost.unit === 'usd' ? 'per 1k queries' : 'per query'}${cheaper === '' ? '' : `; ratio${cheaper}`}`,
    },
    {
      title: `quality against ${reference}`,
      value: versus.quality.value === null ? DASH : `${points(versus.quality.value)} points`,
      detail: `${formatPoints(versus.quality)}; ${formatNumber(metricOf(row, 'quality.mean').value, 'fraction')} in all`,
    },
  ];
}

function latencyTile(row: ResultRow): Tile {
  const p95 = metricOf(row, 'latency.p95');
  const p50 = formatMeasured(metricOf(row, 'latency.p50'), 'ms');
  return {
    title: 'p95 latency',
    value: p95.value === null ? DASH : `${formatNumber(p95.value, 'ms')} ms`,
    detail: p95.value === null ? 'no latencies recorded' : `${formatMeasured(p95, 'ms')}; median ${p50}`,
  };
}

function chanceTile(row: ResultRow): Tile {
  const gain = metricOf(row, 'gain.random_at_shares');
  return {
    title: 'quality over chance',
    value: gain.value === null ? DASH : `${points(gain.value)} points`,
    detail: gain.value === null ? 'not available' : `${formatPoints(gain)} against random routing at the same model shares`,
  };
}
