import type { Drawn } from '../../chart/drawn-parts.js';
import { svgElement } from './element.js';

/** A small drawing as the server writes it. */
export function drawnElement({ cls, width, height, parts }: Drawn): SVGSVGElement {
  const inner = parts.map(([tag, attributes]) => svgElement(tag, attributes));
  return svgElement(
    'svg',
    { class: cls, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false' },
    ...inner,
  );
}
