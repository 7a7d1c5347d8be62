/** A piece of a small drawing: numbers and colours of our own, so it needs no escaping. */
export type DrawnPart = readonly [tag: 'path' | 'circle' | 'rect', attributes: Readonly<Record<string, string | number>>];

/** A small drawing beside a figure that says the same. */
export interface Drawn {
  readonly cls: 'bar' | 'mix';
  readonly width: number;
  readonly height: number;
  readonly parts: readonly DrawnPart[];
}

/** As markup; empty for null. */
export function drawnMarkup(drawn: Drawn | null): string {
  if (drawn === null) return '';
  const { cls, width, height, parts } = drawn;
  const inner = parts.map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
    return `<${tag}${written.join('')}/>`;
  });
  return `<svg class="${cls}" viewBox="0 0 ${width} ${height}" aria-hidden="true" focusable="false">${inner.join('')}</svg>`;
}
