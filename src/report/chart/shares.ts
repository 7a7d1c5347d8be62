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
}

/** Which model each row asks first, as stacked bars; single models are left out. Null where nothing is left. */
export function sharesSpec(results: Results): TopLevelSpec | null {
  const values = shareSegments(results);
  if (values.length === 0) return null;
  const rows = [...new Set(values.map(({ row }) => row))];
  const y = { field: 'row', type: 'nominal', title: null, sort: rows, axis: { labelLimit: 240, domain: false, ticks: false } };
  const x = {
    type: 'quantitative',
    title: 'share of first calls',
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
        encoding: { y, x: { ...x, field: 'from' }, x2: { field: 'to' }, fill: { field: 'colour', type: 'nominal', scale: null } },
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

/** The bars' pieces in the models' order, each with as much text as fits into it. */
export function shareSegments(results: Results): Segment[] {
  const models = results.workload.models.map(({ modelId }) => modelId);
  const nameOf = modelNames(models);
  const rowName = rowNames(results);
  return results.rows
    .filter((row) => rowSection(row) !== 'single models')
    .flatMap((row) => {
      let from = 0;
      return models.flatMap((modelId, index) => {
        const share = row.shares.find((one) => one.modelId === modelId)?.share ?? 0;
        if (share <= 0) return [];
        const at = from;
        from += share;
        const text = fitting(cutText(nameOf(modelId), 24), share);
        const label = cutText(rowName(row), 40);
        return [{ row: label, from: at, to: from, middle: at + share / 2, colour: shareColour(index), text }];
      });
    });
}

/** `frontier 47 %`, `47 %` or nothing, whichever a segment has room for. */
function fitting(name: string, share: number): string {
  const room = share * WIDTH - 8;
  return [`${name} ${formatShare(share)}`, formatShare(share)].find((text) => textWidth(text, FONT_SIZE) <= room) ?? '';
}
