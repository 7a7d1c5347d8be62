import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/**
 * A chart as static SVG text. Colours may be CSS variables: vega writes them as they are. The drawing is named for screen
 * readers by `title`; its numbers stand in a table beside it.
 */
export async function chartSvg(spec: TopLevelSpec, title: string): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  const label = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  // Inside a drawing that is one image to a screen reader, marks need no roles of their own.
  return svg
    .replace(/ (?:aria-[a-z]+|role)="[^"]*"/g, '')
    .replace('<svg ', `<svg role="img" aria-label="${label}" `)
    .replace(/ width="\d+(?:\.\d+)?" height="\d+(?:\.\d+)?"/, '');
}
