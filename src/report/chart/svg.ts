import type { TopLevelSpec } from 'vega-lite';

/**
 * A chart as static SVG text, or null for no chart. Colours may be CSS variables: vega writes them as they are. The drawing
 * is one image to screen readers, named by `title`; its numbers stand in a table beside it, in the element `numbers` (an id). Vega is
 * loaded when the first chart is drawn: it weighs more than everything else together.
 */
export async function chartSvg(spec: TopLevelSpec | null, title: string, numbers: string): Promise<string | null> {
  if (spec === null) return null;
  const [{ Error: errorsOnly, logger, parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const view = new View(parse(compile(spec, { logger: logger(errorsOnly) }).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const label = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  // Unseen marks are there to be pointed at, which a drawing can't answer. A fixed size would not shrink with the page; and inside one image, marks have no roles of their own.
  return ownIds(svg, numbers)
    .replace(/<path [^>]* opacity="0"\/>/g, '')
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, '')
    .replace(/ width="\d+(?:\.\d+)?" height="\d+(?:\.\d+)?"/, '')
    .replace('<svg ', `<svg role="img" aria-label="${label}" aria-details="${numbers}" focusable="false" `);
}

/** Vega numbers what it clips by through all drawings of a process: named after the chart, the same page has the same bytes. */
function ownIds(svg: string, numbers: string): string {
  const named = new Map<string, string>();
  return svg.replace(/(?<=<clipPath id="|clip-path="url\(#)clip\d+/g, (id) => {
    const name = named.get(id) ?? `${numbers}-clip${named.size + 1}`;
    named.set(id, name);
    return name;
  });
}
