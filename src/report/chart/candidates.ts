import type { TopLevelSpec } from 'vega-lite';
import type { CandidateRow, Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { formatNumber, metricOf } from '../format.js';
import { parameterText } from '../protocol-text.js';
import { axisOver } from './axis.js';
import { chartConfig, DASHES } from './chart-config.js';
import { curveStyle } from './curves.js';

/** More strategies than this can't be told apart. */
const MOST_LINES = 4;
const WIDTH = 880;
const HEIGHT = 320;

/** A candidate as ranked, or the one picked as it was then reported. */
interface CandidatePoint {
  readonly line: string;
  readonly cost: number;
  readonly quality: number;
  readonly kind: 'ranked' | 'picked' | 'reported';
  readonly told: string;
}

/** Strategies with several candidates of known cost and quality, as far as they are drawn. */
export function sweptStrategies({ candidates }: Results): readonly string[] {
  const known = candidates.filter(isPlaced);
  const names = [...new Set(known.map(({ strategy }) => strategy))];
  return names.filter((name) => known.filter(({ strategy }) => strategy === name).length > 1).slice(0, MOST_LINES);
}

function isPlaced({ cost, quality }: CandidateRow): boolean {
  return cost.value !== null && quality.value !== null;
}

/**
 * What candidates came to on the part they were ranked on, a line a strategy, the picked one beside what it came to on the
 * reported part: how far apart these are is what the search promised and could not keep. Null where nothing was swept.
 */
export function candidatesSpec(results: Results): TopLevelSpec | null {
  const swept = sweptStrategies(results);
  if (swept.length === 0) return null;
  const cost = costView(results);
  const values = swept.flatMap((strategy, index) => candidatePoints(results, strategy, String(index)));
  const costs = values.map((point) => point.cost);
  const x = axisOver(costs, WIDTH, 0.04, 'log');
  const lines = swept.map((_, index) => String(index));
  const scaled = (range: readonly unknown[]): object => ({
    field: 'line',
    type: 'nominal',
    legend: null,
    scale: { domain: lines, range },
  });
  const color = scaled(lines.map((_, index) => curveStyle(index).colour));
  const place = {
    x: {
      field: 'cost',
      type: 'quantitative',
      title: `${cost.axis}${x.type === 'log' ? ' (log scale)' : ''}`,
      scale: { type: x.type, domain: x.domain, nice: false },
      axis: { values: x.ticks, format: cost.unit === 'usd' ? '$,~r' : ',~r' },
    },
    y: { field: 'quality', type: 'quantitative', title: 'quality (mean)', axis: { format: '.2f' }, scale: { zero: false } },
  };
  const of = (...kinds: CandidatePoint['kind'][]): object => ({ values: values.filter(({ kind }) => kinds.includes(kind)) });
  const tooltip = { field: 'told' };
  const spec = {
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: of('ranked', 'picked'),
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: {
          ...place,
          color,
          strokeDash: scaled(lines.map((_, index) => DASHES[index % DASHES.length])),
          order: { field: 'cost' },
        },
      },
      {
        data: of('picked', 'reported'),
        mark: { type: 'line', strokeDash: [2, 3] },
        encoding: { ...place, color, detail: { field: 'line' } },
      },
      { data: of('ranked'), mark: { type: 'point', size: 40, fill: 'var(--paper)' }, encoding: { ...place, color, tooltip } },
      {
        data: of('picked'),
        mark: { type: 'point', shape: 'diamond', size: 150, filled: true, opacity: 1 },
        encoding: { ...place, color, tooltip },
      },
      {
        data: of('reported'),
        mark: { type: 'point', shape: 'square', size: 110, filled: true, opacity: 1 },
        encoding: { ...place, color, tooltip },
      },
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}

function candidatePoints(results: Results, strategy: string, line: string): CandidatePoint[] {
  const cost = costView(results);
  const told = (name: string, where: string, quality: number, paid: number): string =>
    `${name}\n${where}: quality ${formatNumber(quality, 'fraction')}, ${cost.axis} ${formatNumber(paid, cost.unit)}`;
  return results.candidates
    .filter((candidate) => candidate.strategy === strategy && isPlaced(candidate))
    .flatMap((candidate): CandidatePoint[] => {
      const quality = candidate.quality.value as number;
      const paid = (candidate.cost.value as number) * cost.perQueries;
      const name = `${candidate.id}${candidate.selected ? ' ★' : ''}\n${parameterText(candidate.parameters)}`;
      const kind = candidate.selected ? 'picked' : 'ranked';
      const own: CandidatePoint = { line, quality, cost: paid, kind, told: told(name, 'validation', quality, paid) };
      const row = candidate.selected ? results.rows.find((one) => one.candidate === candidate.id) : undefined;
      const [then, thenPaid] = row === undefined ? [null, null] : [metricOf(row, 'quality.mean').value, cost.of(row).value];
      if (then === null || thenPaid === null) return [own];
      return [own, { line, quality: then, cost: thenPaid, kind: 'reported', told: told(name, 'reported part', then, thenPaid) }];
    });
}
