import type { Drawn, DrawnPart } from '../chart/drawn-parts.js';

/** Colours that model shares cycle through; the page's style defines `--share-1` … for light and dark. */
export const SHARE_COLOURS = 10;

/** CSS colour of the model at an index of the workload. */
export function shareColour(index: number): string {
  return `var(--share-${(index % SHARE_COLOURS) + 1})`;
}

const WIDTH = 90;
const HEIGHT = 12;

/** A small stacked bar of shares in the models' order; a text beside it says the same. */
export function shareBar(shares: readonly number[]): Drawn {
  let from = 0;
  const parts = shares.flatMap((share, index): DrawnPart[] => {
    const at = from;
    from += share;
    if (share <= 0) return [];
    return [
      ['rect', { x: (at * WIDTH).toFixed(1), width: (share * WIDTH).toFixed(1), height: HEIGHT, fill: shareColour(index) }],
    ];
  });
  return { cls: 'mix', width: WIDTH, height: HEIGHT, parts };
}
