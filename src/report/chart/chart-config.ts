/** Colours come from the page's style as CSS variables, so that one drawing serves light, dark and paper. */
export function chartConfig(): object {
  return {
    aria: false,
    background: 'transparent',
    view: { stroke: null },
    font: 'system-ui, -apple-system, Segoe UI, Roboto, sans-serif',
    axis: {
      labelColor: 'var(--soft)',
      labelFontSize: 12,
      titleColor: 'var(--soft)',
      titleFontSize: 12,
      titleFontWeight: 500,
      titlePadding: 10,
      gridColor: 'var(--grid)',
      domainColor: 'var(--line)',
      tickColor: 'var(--line)',
    },
  };
}

/** Dashes that tell lines apart without their colours. */
export const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 4],
  [2, 3],
  [9, 3, 2, 3],
];

/** Colours of lines, in the same order. */
export const LINE_COLOURS = ['var(--strategy)', 'var(--oracle)', 'var(--single)', 'var(--control)'] as const;
