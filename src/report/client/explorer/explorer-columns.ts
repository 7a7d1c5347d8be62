import type { Results } from '../../../domain/results.js';
import { costView } from '../../cost-view.js';
import { pathText } from '../../explore/path-text.js';
import type { PairColumns } from '../../explore/query-pair.js';
import { formatNumber, points } from '../../format.js';
import { inertText } from '../../inert-text.js';
import { element } from '../dom/element.js';
import type { ViewedQueries } from '../page/page-data.js';
import type { GridColumn } from './grid.js';

/** What the explorer's columns are made of. */
export interface ColumnSource {
  readonly results: Results;
  readonly queries: ViewedQueries;
  readonly pair: PairColumns;
  readonly modelName: (model: number) => string;
  /** Beginning of a query's prompt; null until it is read, or where there is none. Absent where no query has texts. */
  readonly snippet: ((query: number) => string | null) | null;
}

/** A column, and what it orders by. */
export interface ExplorerColumn extends GridColumn {
  /** By query; null where it can't be ordered by. */
  readonly key: ArrayLike<number> | null;
}

const PER_PICO = 1e-12;

/** Money needs room for small amounts. */
const NUMBER_WIDTHS: Readonly<Record<string, string>> = {
  change: 'minmax(6rem,1fr)',
  base: 'minmax(5.6rem,1fr)',
  cost: 'minmax(6.3rem,1fr)',
  costs: 'minmax(6.6rem,1fr)',
};

/** What a narrow screen does without. */
const SPARE: readonly string[] = ['prompt', 'category', 'base', 'costs', 'latency', 'regret'];

/** The explorer's columns, what the query is first, then what came of it. */
export function explorerColumns({ results, queries, pair, modelName, snippet }: ColumnSource): ExplorerColumn[] {
  const { columns, ids } = queries;
  const { header, category, size } = columns;
  const { own, other } = pair;
  const { unit } = costView(results);
  const money = (pico: number): string => formatNumber(pico * PER_PICO, unit);
  const inOrder = { length: size };
  const text = (id: string, title: string, width: string, of: (query: number) => string): ExplorerColumn => ({
    id,
    title,
    number: false,
    order: null,
    width,
    key: null,
    spare: SPARE.includes(id),
    fill: (cell, query) => cell.append(element('bdi', {}, of(query))),
  });
  const number = (
    id: string,
    title: string,
    order: 'ascending' | 'descending',
    key: Float64Array,
    shown: (value: number) => string,
  ): ExplorerColumn => ({
    id,
    title,
    number: true,
    order,
    width: NUMBER_WIDTHS[id] ?? 'minmax(5rem,1fr)',
    key,
    spare: SPARE.includes(id),
    fill: (cell, query) => cell.append(shown(key[query] as number)),
  });
  const fraction = (value: number): string => formatNumber(value, 'fraction');
  return [
    {
      ...text('query', 'query', 'minmax(6rem,1.4fr)', (query) => inertText(ids[query] as string)),
      order: 'ascending',
      key: Array.from(inOrder, (_, query) => query),
    },
    ...(snippet === null ? [] : [text('prompt', 'prompt', 'minmax(8rem,3fr)', (query) => snippet(query) ?? '')]),
    ...(header.categories.length > 1
      ? [
          text('category', 'category', 'minmax(7.5rem,1.2fr)', (query) =>
            inertText(header.categories[category[query] as number] ?? ''),
          ),
        ]
      : []),
    text('models', 'models', 'minmax(7rem,1.6fr)', (query) => pathText(own.path(query), modelName)),
    number('quality', 'quality', 'ascending', own.quality, fraction),
    number('base', 'baseline', 'ascending', other.quality, fraction),
    number('change', 'Δ quality', 'ascending', pair.qualityChange, points),
    number('cost', 'cost', 'descending', own.costPico, money),
    number('costs', 'Δ cost', 'descending', pair.costChange, (value) => (value > 0 ? '+' : '') + money(value)),
    number('latency', 'ms', 'descending', own.latencyMs, (value) => formatNumber(value, 'ms')),
    number('regret', 'regret', 'descending', pair.regret, fraction),
  ];
}
