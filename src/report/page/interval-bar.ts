import type { Estimate } from '../../domain/estimate.js';
import type { Drawn, DrawnPart } from '../chart/drawn-parts.js';

/** The axis that all bars of a table share, with a line at the reference where there is one. */
export interface BarScale {
  readonly from: number;
  readonly to: number;
  readonly reference: number | null;
}

const WIDTH = 140;
const HEIGHT = 16;
const EDGE = 5;

/** The scale that holds every estimate of a table. */
export function barScale(estimates: readonly Estimate[], reference: number | null): BarScale {
  const ends = estimates.flatMap(({ value, low, high }) => (value === null ? [] : [low ?? value, high ?? value]));
  if (ends.length === 0) return { from: 0, to: 1, reference };
  return { from: Math.min(...ends), to: Math.max(...ends), reference };
}

/**
 * A small drawing of an estimate: a line from bound to bound, a dot at the value, a dashed line at the reference. The cell
 * beside it says the same in figures. Null without a value.
 */
export function intervalBar({ value, low, high }: Estimate, scale: BarScale): Drawn | null {
  if (value === null) return null;
  const x = (number: number): string => position(number, scale).toFixed(1);
  const middle = HEIGHT / 2;
  const reference: DrawnPart[] =
    scale.reference === null
      ? []
      : [
          [
            'path',
            {
              class: 'ref',
              d: `M${x(scale.reference)} 0V${HEIGHT}`,
              stroke: 'currentColor',
              'stroke-dasharray': '2 2',
              fill: 'none',
            },
          ],
        ];
  const line: DrawnPart[] =
    low === null || high === null
      ? []
      : [['path', { d: `M${x(low)} ${middle}H${x(high)}`, stroke: 'currentColor', 'stroke-width': 2 }]];
  return {
    cls: 'bar',
    width: WIDTH,
    height: HEIGHT,
    parts: [...reference, ...line, ['circle', { cx: x(value), cy: middle, r: 3.5, fill: 'currentColor' }]],
  };
}

function position(value: number, { from, to }: BarScale): number {
  const span = to - from;
  return span === 0 ? WIDTH / 2 : EDGE + ((value - from) / span) * (WIDTH - 2 * EDGE);
}
