import type { TopLevelSpec } from 'vega-lite';
import type { Results } from '../../domain/results.js';
import { formatShare } from '../format.js';
import { shareColour } from '../page/share-bar.js';
import { modelNames, rowNames, rowSection } from '../row-name.js';
import { chartConfig } from './chart-config.js';
import { cutText, textWidth } from './text-width.js';

const WIDTH = 700;
const FONT_SIZE = 11;

interface Segment {
  readonly row: string;
  readonly from: number;
  readonly to: number;
  readonly middle: number;
  readonly colour: string;
  readonly text: string;
  readonly told: string;
}

/** A bar of shares, in the models' order. */
export interface ShareBar {
  readonly label: string;
  readonly shares: readonly number[];
}

/** Which model each row asks first, as stacked bars; single models are left out. Null where nothing is left. */
export function sharesSpec(results: Results): TopLevelSpec | null {
  return shareBarsSpec(shareBars(results), modelIdsOf(results), 'share of first calls');
}

/** Stacked bars of shares by model; null without any. */
export function shareBarsSpec(bars: readonly ShareBar[], models: readonly string[], title: string): TopLevelSpec | null {
  const values = shareSegments(bars, models);
  if (values.length === 0) return null;
  const rows = [...new Set(values.map(({ row }) => row))];
  const y = { field: 'row', type: 'nominal', title: null, sort: rows, axis: { labelLimit: 240, domain: false, ticks: false } };
  const x = {
    type: 'quantitative',
    title,
    axis: { format: '.0%', tickCount: 5 },
    scale: { domain: [0, 1], nice: false },
  };
  const spec = {
    width: WIDTH,
    height: { step: 28 },
    data: { values },
    layer: [
      {
        mark: { type: 'bar', stroke: 'var(--paper)', strokeWidth: 1, height: 20 },
        encoding: {
          y,
          x: { ...x, field: 'from' },
          x2: { field: 'to' },
          fill: { field: 'colour', type: 'nominal', scale: null },
          tooltip: { field: 'told' },
        },
      },
      {
        mark: { type: 'text', fontSize: FONT_SIZE, fill: 'var(--on-share)', baseline: 'middle' },
        encoding: { y, x: { ...x, field: 'middle' }, text: { field: 'text' } },
      },
    ],
    config: chartConfig(),
  };
  return spec as unknown as TopLevelSpec;
}

function modelIdsOf({ workload }: Results): string[] {
  return workload.models.map(({ modelId }) => modelId);
}

/** First calls of every row but single models. */
export function shareBars(results: Results): ShareBar[] {
  const rowName = rowNames(results);
  return results.rows
    .filter((row) => rowSection(row) !== 'single models')
    .map((row) => ({
      label: rowName(row),
      shares: modelIdsOf(results).map((modelId) => row.shares.find((one) => one.modelId === modelId)?.share ?? 0),
    }));
}

/** The bars' pieces in the models' order, each with as much text as fits into it. */
export function shareSegments(bars: readonly ShareBar[], models: readonly string[]): Segment[] {
  const nameOf = modelNames(models);
  return bars.flatMap(({ label, shares }) => {
    let from = 0;
    return models.flatMap((modelId, index) => {
      const share = shares[index] ?? 0;
      if (share <= 0) return [];
      const at = from;
      from += share;
      const text = fitting(cutText(nameOf(modelId), 24), share);
      const told = `${label}\n${modelId} ${formatShare(share)}`;
      return [{ row: cutText(label, 40), from: at, to: from, middle: at + share / 2, colour: shareColour(index), text, told }];
    });
  });
}

/** `frontier 47 %`, `47 %` or nothing, whichever a segment has room for. */
function fitting(name: string, share: number): string {
  const room = share * WIDTH - 8;
  return [`${name} ${formatShare(share)}`, formatShare(share)].find((text) => textWidth(text, FONT_SIZE) <= room) ?? '';
}
