import { download } from '../dom/download.js';
import { menu } from '../dom/menu.js';
import { csvOfTable } from '../dom/table-csv.js';

/** What a figure can be taken along as: the drawing as it is on screen, and its numbers. */
export function chartTools(figure: HTMLElement, name: string, table: () => HTMLTableElement | null): HTMLElement {
  const drawing = (): SVGSVGElement | null => figure.querySelector('.scroll svg');
  return menu('Save chart', () => {
    const twin = table();
    return [
      { title: 'SVG', run: () => save(drawing(), (svg) => download(`${name}.svg`, svgBlob(svg))) },
      { title: 'PNG', run: () => save(drawing(), async (svg) => download(`${name}.png`, await pngBlob(svg))) },
      ...(twin === null ? [] : [{ title: 'Numbers, CSV', run: () => download(`${name}.csv`, csvOfTable(twin)) }]),
    ];
  });
}

function save(svg: SVGSVGElement | null, take: (svg: SVGSVGElement) => void | Promise<void>): void {
  if (svg !== null) void take(svg);
}

/** The drawing by itself: colours that the page's style gives are written out. */
export function svgBlob(svg: SVGSVGElement): Blob {
  const alone = svg.cloneNode(true) as SVGSVGElement;
  const style = getComputedStyle(document.documentElement);
  const resolved = (value: string): string =>
    value.replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
  for (const one of [alone, ...alone.querySelectorAll('*')]) {
    for (const { name, value } of [...one.attributes]) if (value.includes('var(')) one.setAttribute(name, resolved(value));
  }
  const { width, height } = svg.viewBox.baseVal;
  alone.setAttribute('width', String(width));
  alone.setAttribute('height', String(height));
  alone.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width, height, fill: style.getPropertyValue('--paper').trim() }))
    paper.setAttribute(name, String(value));
  alone.prepend(paper);
  return new Blob([new XMLSerializer().serializeToString(alone)], { type: 'image/svg+xml' });
}

/** The drawing as pixels, two to a point. */
async function pngBlob(svg: SVGSVGElement): Promise<Blob> {
  const url = URL.createObjectURL(svgBlob(svg));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 2 * image.width;
    canvas.height = 2 * image.height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, failed) =>
      canvas.toBlob((blob) => (blob === null ? failed(new Error('the drawing gave no image')) : done(blob))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
