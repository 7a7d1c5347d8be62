import type { Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatCount, formatNumber, formatShare } from '../format.js';
import { type PlainTable, plainTable } from '../page/plain-table.js';
import { modelNames } from '../row-name.js';
import type { RoutingCell } from './router-confusion.js';

/** Serving models by needed models, as text and tint. */
export interface RoutingMatrix {
  /** Headings of the columns: cheapest right models, then none. */
  readonly needed: readonly string[];
  readonly rows: readonly {
    readonly served: string;
    /** Null where no answer was served. */
    readonly modelId: string | null;
    readonly n: string;
    readonly cells: readonly { readonly text: string; readonly cls: string }[];
  }[];
}

const NOBODY = 'no model was right';
const NOT_SERVED = 'no answer was served';

/** The matrix of one row. Cells on the diagonal carry a sign; those where no model was right can't be routed better. */
export function routingMatrix(cells: readonly RoutingCell[], modelIds: readonly string[]): RoutingMatrix {
  const name = modelNames(modelIds);
  const seen = (of: (cell: RoutingCell) => number): number[] =>
    [...modelIds.keys(), -1].filter((model) => cells.some((cell) => of(cell) === model));
  const [served, needed] = [seen((cell) => cell.served), seen((cell) => cell.needed)];
  return {
    needed: needed.map((model) => (model < 0 ? NOBODY : name(modelIds[model] ?? ''))),
    rows: served.map((model) => {
      const own = cells.filter((cell) => cell.served === model);
      return {
        modelId: modelIds[model] ?? null,
        served: model < 0 ? NOT_SERVED : name(modelIds[model] ?? ''),
        n: formatCount(own.reduce((sum, { queries }) => sum + queries, 0)),
        cells: needed.map((wanted) => matrixCell(own.find((cell) => cell.needed === wanted))),
      };
    }),
  };
}

function matrixCell(cell: RoutingCell | undefined): { text: string; cls: string } {
  if (cell === undefined) return { text: '', cls: '' };
  const text = `${formatCount(cell.queries)} (${formatShare(cell.share)})`;
  if (cell.needed < 0) return { text, cls: 'few' };
  if (cell.served === cell.needed) return { text: `✓ ${text}`, cls: 'up2' };
  return { text, cls: cell.overpaid > 0 && cell.quality > 0.5 ? 'down1' : 'down2' };
}

/** Every cell with what it cost, the most queries first. */
export function routingTable(results: Results, cells: readonly RoutingCell[], modelIds: readonly string[]): PlainTable | null {
  const cost = costView(results);
  const name = (model: number, none: string): string => (model < 0 ? none : (modelIds[model] ?? none));
  return plainTable({
    label: 'Serving and needed models',
    columns: [
      ['served by', 'text'],
      ['cheapest right', 'text'],
      ['queries', 'number'],
      ['share', 'number'],
      ['quality there', 'number'],
      [`paid above it, ${cost.title}`, 'number'],
    ],
    rows: [...cells]
      .sort((a, b) => b.share - a.share)
      .map(({ served, needed, queries, share, quality, overpaid }) => [
        name(served, NOT_SERVED),
        name(needed, NOBODY),
        formatCount(queries),
        formatShare(share),
        formatNumber(quality, 'fraction'),
        Number.isNaN(overpaid) ? DASH : cost.format(overpaid),
      ]),
  });
}
