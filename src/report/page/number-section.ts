import type { Results } from '../../domain/results.js';
import { formatEstimate } from '../format.js';
import { rowNames } from '../row-name.js';
import { type PlainTable, plainTable } from './plain-table.js';

/** Every metric of every row: a metric a line, so that a number quoted elsewhere is found by its name. */
export function numberTable(results: Results): PlainTable | null {
  const { metrics, rows } = results;
  const name = rowNames(results);
  return plainTable({
    label: 'Every number of every row',
    columns: [['metric', 'text'], ['unit', 'text'], ...rows.map((row) => [name(row), 'number'] as const)],
    rows: metrics
      .filter((metric) => rows.some((row) => typeof row.metrics[metric.name]?.value === 'number'))
      .map(({ title, name: metric, unit }) => [
        title,
        unit,
        ...rows.map((row) => {
          const estimate = row.metrics[metric];
          return estimate === undefined ? '' : formatEstimate(estimate, unit);
        }),
      ]),
  });
}

/** Sets of operating points and how good each set is; null without any. */
export function frontierTable({ frontiers, metrics }: Results): PlainTable | null {
  const shown = metrics.filter(({ name }) => frontiers.some((frontier) => frontier.metrics[name] !== undefined));
  return plainTable({
    label: 'Sets of operating points',
    caption: 'Each set of points against all sets measured on the same part; the definitions are below.',
    columns: [
      ['set', 'text'],
      ['part', 'text'],
      ['points', 'number'],
      ['on the hull', 'number'],
      ...shown.map(({ title }) => [title, 'number'] as const),
    ],
    rows: frontiers.map(({ label, part, points, metrics: own }) => [
      label,
      part,
      String(points.length),
      String(points.filter(({ onHull }) => onHull).length),
      ...shown.map(({ name, unit }) => formatEstimate(own[name] ?? { value: null, low: null, high: null, n: 0 }, unit)),
    ]),
  });
}
