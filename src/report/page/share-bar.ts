/** Colours that model shares cycle through; the page's style defines `--share-1` … for light and dark. */
export const SHARE_COLOURS = 10;

/** CSS colour of the model at an index of the workload. */
export function shareColour(index: number): string {
  return `var(--share-${(index % SHARE_COLOURS) + 1})`;
}

const WIDTH = 90;

/** A small stacked bar of shares in the models' order. Numbers only, so it needs no escaping; a text beside it says the same. */
export function shareBar(shares: readonly number[]): string {
  let from = 0;
  const parts = shares.map((share, index) => {
    const at = from;
    from += share;
    if (share <= 0) return '';
    return `<rect x="${(at * WIDTH).toFixed(1)}" width="${(share * WIDTH).toFixed(1)}" height="12" fill="${shareColour(index)}"/>`;
  });
  return `<svg class="mix" viewBox="0 0 ${WIDTH} 12" aria-hidden="true" focusable="false">${parts.join('')}</svg>`;
}
